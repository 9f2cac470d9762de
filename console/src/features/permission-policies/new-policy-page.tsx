import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { notify } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { createPolicy, type PolicyForm, policiesKey } from "../../lib/api/permission-policies.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { PolicyFormCard } from "./policy-form.tsx";

export function NewPolicyPage() {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: (form: PolicyForm) => createPolicy(org, form),
    onSuccess: async (policy) => {
      notify({ title: "Permission policy created", message: policy.name });
      void client.invalidateQueries({ queryKey: policiesKey(org) });
      await navigate({ to: "/settings/permission-policies", state: { createdId: policy.id } });
    },
  });
  return (
    <Page
      title="Create permission policy"
      parent={{ label: "Permission policies", to: "/settings/permission-policies" }}
      width="form"
      lead="A statement allows or denies actions on resources. An explicit deny always wins."
    >
      <PolicyFormCard
        title="Policy details"
        submitLabel="Create permission policy"
        pending={create.isPending}
        error={create.error}
        onSubmit={(form) => create.mutate(form)}
        onCancel={() => void navigate({ to: "/settings/permission-policies" })}
      />
    </Page>
  );
}
