import { Checkbox, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
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
import { createAccessKey, createServiceUser, serviceUsersKey } from "../../lib/api/service-users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { NewAccessKey, ServiceUser } from "../../lib/types.ts";
import { SecretOnce } from "./secret-once.tsx";

interface Form {
  name: string;
  withKey: boolean;
  policyIds: string[];
}

/** Makes the service user, then its policies and its key; a failure of the later steps is told and leaves the user. */
async function create(org: string, form: Form): Promise<{ user: ServiceUser; key: NewAccessKey | undefined }> {
  const user = await createServiceUser(org, form.name.trim());
  try {
    for (const policyId of form.policyIds) await attachPolicy(org, policyId, "serviceuser", user.id);
    return { user, key: form.withKey ? await createAccessKey(org, user.id) : undefined };
  } catch (error) {
    notifyProblem(`${user.name} is created but not complete`, error);
    return { user, key: undefined };
  }
}

export function NewServiceUserPage() {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form, setForm] = useState<Form>({ name: "", withKey: true, policyIds: [] });
  const open = (user: ServiceUser) =>
    void navigate({ to: "/settings/service-users/$serviceUserId", params: { serviceUserId: user.id } });
  const save = useMutation({
    mutationFn: () => create(org, form),
    onSuccess: ({ user, key }) => {
      notify({ title: "Service user created", message: user.name });
      void client.invalidateQueries({ queryKey: serviceUsersKey(org) });
      void client.invalidateQueries({ queryKey: policiesKey(org) });
      if (!key) open(user);
    },
  });
  const leave = () => void navigate({ to: "/settings/service-users" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.name.trim()) save.mutate();
  };
  return (
    <Page title="Create service user" parent={{ label: "Service users", to: "/settings/service-users" }} width="form">
      <FormCard title="Service user details" onSubmit={submit} onCancel={leave}>
        <Stack gap={20}>
          <TextInput
            label="Name"
            description="Say which program it is for."
            placeholder="Billing sync"
            autoFocus
            value={form.name}
            maxLength={200}
            error={faultsOf(save.error).name}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
          <PoliciesSelect
            description="What it may do. You can change this later."
            none="None: it may do nothing"
            value={form.policyIds}
            onChange={(policyIds) => setForm({ ...form, policyIds })}
          />
          <Checkbox
            label="Generate access key"
            description="An id and a secret to sign in with. The secret is shown once."
            checked={form.withKey}
            onChange={(event) => setForm({ ...form, withKey: event.currentTarget.checked })}
          />
          <FormProblem error={save.error} shown={["name"]} />
        </Stack>
        <FormActions pending={save.isPending} disabled={!form.name.trim() || save.isSuccess} onCancel={leave}>
          Create service user
        </FormActions>
      </FormCard>
      <SecretOnce accessKey={save.data?.key} onStored={() => save.data && open(save.data.user)} />
    </Page>
  );
}
