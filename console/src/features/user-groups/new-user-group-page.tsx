import { MultiSelect, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormActions } from "../../components/form-actions.tsx";
import { FormCard } from "../../components/form-card.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { PoliciesSelect } from "../../components/policies-select.tsx";
import { attachPolicy, policiesKey } from "../../lib/api/permission-policies.ts";
import { addToGroup, createUserGroup, userGroupsKey } from "../../lib/api/user-groups.ts";
import { allUsersQuery } from "../../lib/api/users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { UserGroup } from "../../lib/types.ts";

interface Form {
  name: string;
  userIds: string[];
  policyIds: string[];
}

/** Makes the group, then its policies and its users; a failure of the later steps is told and leaves the group. */
async function create(org: string, form: Form): Promise<UserGroup> {
  const group = await createUserGroup(org, form.name.trim());
  try {
    for (const policyId of form.policyIds) await attachPolicy(org, policyId, "usergroup", group.id);
    for (const userId of form.userIds) await addToGroup(org, group.id, userId);
  } catch (error) {
    notifyProblem(`${group.name} is created but not complete`, error);
  }
  return group;
}

export function NewUserGroupPage() {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const users = useQuery(allUsersQuery(org));
  const [form, setForm] = useState<Form>({ name: "", userIds: [], policyIds: [] });
  const save = useMutation({
    mutationFn: () => create(org, form),
    onSuccess: (group) => {
      notify({ title: "User group created", message: group.name });
      void client.invalidateQueries({ queryKey: userGroupsKey(org) });
      void client.invalidateQueries({ queryKey: policiesKey(org) });
      void navigate({ to: "/settings/user-groups/$userGroupId", params: { userGroupId: group.id } });
    },
  });
  const leave = () => void navigate({ to: "/settings/user-groups" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.name.trim()) save.mutate();
  };
  return (
    <Page title="Create user group" parent={{ label: "User groups", to: "/settings/user-groups" }} width="form">
      <FormCard title="User group details" onSubmit={submit} onCancel={leave}>
        <Stack gap={20}>
          <TextInput
            label="Name"
            description="Say who is in it."
            placeholder="Finance"
            autoFocus
            value={form.name}
            maxLength={200}
            error={faultsOf(save.error).name}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
          <MultiSelect
            label="Users"
            description="You can add and remove people later."
            placeholder={form.userIds.length === 0 ? "Nobody yet" : undefined}
            data={(users.data ?? []).map(({ id, email }) => ({ value: id, label: email }))}
            value={form.userIds}
            onChange={(userIds) => setForm({ ...form, userIds })}
            searchable
            openOnFocus={false}
          />
          <PoliciesSelect
            description="What each of them may do, beside their own policies. You can change this later."
            none="None: the group allows nothing"
            value={form.policyIds}
            onChange={(policyIds) => setForm({ ...form, policyIds })}
          />
          <FormProblem error={save.error} shown={["name"]} />
        </Stack>
        <FormActions pending={save.isPending} disabled={!form.name.trim() || save.isSuccess} onCancel={leave}>
          Create user group
        </FormActions>
      </FormCard>
    </Page>
  );
}
