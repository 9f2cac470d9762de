import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CodeBlock } from "../../components/copy.tsx";
import { DeletePanel } from "../../components/delete-panel.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import {
  deletePolicy,
  type PolicyForm,
  policiesKey,
  policyQuery,
  updatePolicy,
} from "../../lib/api/permission-policies.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { PermissionPolicy } from "../../lib/types.ts";
import { PolicyFormCard } from "./policy-form.tsx";
import { StatementsTable } from "./statements-table.tsx";

export function PolicyPage() {
  const { id: org } = useOrganization();
  const { policyId } = useParams({ from: "/shell/settings/permission-policies/$policyId" });
  const query = useQuery(policyQuery(org, policyId));
  if (query.isPending) return <PageSkeleton title="Permission policy" />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <PolicyDetails key={query.data.id} policy={query.data} />;
}

function PolicyDetails({ policy }: { policy: PermissionPolicy }) {
  const { access } = useOrganization();
  const [editing, edit] = useDisclosure(false);
  const mine = access.administer && !policy.managedPolicy;
  return (
    <Page
      title={policy.name}
      parent={{ label: "Permission policies", to: "/settings/permission-policies" }}
      width="detail"
      lead={
        policy.managedPolicy ? (
          "Managed by Credenza: it can be attached, not changed. Create your own to differ."
        ) : (
          <>
            Last changed <RelativeTime time={policy.dtLastModified} />
          </>
        )
      }
      actions={
        mine &&
        !editing && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={edit.open}>
            Edit
          </Button>
        )
      }
    >
      {editing ? (
        <EditPolicy key={policy.version} policy={policy} onDone={edit.close} />
      ) : (
        <>
          <Panel title="Statements" flush>
            <StatementsTable statements={policy.permissionPolicy} />
          </Panel>
          <Panel title="As JSON">
            <CodeBlock code={JSON.stringify(policy.permissionPolicy, null, 2)} what="Copy JSON" />
          </Panel>
        </>
      )}
      {mine && !editing && <EndPanel policy={policy} />}
    </Page>
  );
}

function EditPolicy({ policy, onDone }: { policy: PermissionPolicy; onDone: () => void }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (form: PolicyForm) => updatePolicy(org, policy.id, { ...form, version: policy.version }),
    onSuccess: async (saved) => {
      notify({ title: "Permission policy saved", message: saved.name });
      await client.invalidateQueries({ queryKey: policiesKey(org) });
      onDone();
    },
  });
  return (
    <PolicyFormCard
      title="Policy details"
      submitLabel="Save"
      initial={policy}
      pending={save.isPending}
      error={save.error}
      onSubmit={(form) => save.mutate(form)}
      onCancel={onDone}
    />
  );
}

function EndPanel({ policy }: { policy: PermissionPolicy }) {
  const { id: org } = useOrganization();
  return (
    <DeletePanel
      what="permission policy"
      name={policy.name}
      hint="Users and service users that have it lose what it allows."
      list="/settings/permission-policies"
      listKey={policiesKey(org)}
      remove={() => deletePolicy(org, policy.id)}
    >
      Users and service users that have it lose what it allows at once. This cannot be undone.
    </DeletePanel>
  );
}
