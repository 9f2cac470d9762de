import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CodeBlock, CopyId } from "../../components/copy.tsx";
import { DeletePanel } from "../../components/delete-panel.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { Facts } from "../../components/facts.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { RuleFormCard } from "../../components/rule-form/rule-form.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import {
  deleteRule,
  type NotificationRule,
  type RuleForm,
  ruleQuery,
  rulesKey,
  updateRule,
} from "../../lib/api/notification-rules.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { TargetsPanel } from "./targets-panel.tsx";

export function RulePage() {
  const { id: org } = useOrganization();
  const { ruleId } = useParams({ from: "/shell/notification-rules/$ruleId" });
  const query = useQuery(ruleQuery(org, ruleId));
  if (query.isPending) return <PageSkeleton title="Notification rule" />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <RuleDetails key={query.data.id} rule={query.data} />;
}

function RuleDetails({ rule }: { rule: NotificationRule }) {
  const { access } = useOrganization();
  const [editing, edit] = useDisclosure(false);
  return (
    <Page
      title={rule.name}
      parent={{ label: "Notification rules", to: "/notification-rules" }}
      width="detail"
      lead={rule.description}
      actions={
        access.manage &&
        !editing && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={edit.open}>
            Edit
          </Button>
        )
      }
    >
      {editing ? (
        <EditRule key={rule.version} rule={rule} onDone={edit.close} />
      ) : (
        <>
          <Panel title="Details">
            <Facts
              facts={[
                { label: "ID", value: <CopyId id={rule.id} /> },
                { label: "Code", value: rule.code },
                { label: "Event", value: rule.eventName },
                {
                  label: "Status",
                  value: (
                    <StatusDot tone={rule.active ? "good" : "quiet"}>{rule.active ? "Active" : "Inactive"}</StatusDot>
                  ),
                },
                { label: "Fires on every such event", value: rule.alwaysFireEvent ? "Yes" : "No" },
                { label: "Last changed", value: <RelativeTime time={rule.dtLastModified} /> },
              ]}
            />
          </Panel>
          <TargetsPanel rule={rule} />
          {rule.calculation && (
            <Panel title="Calculation">
              <CodeBlock code={rule.calculation} what="Copy the text" wrap />
            </Panel>
          )}
        </>
      )}
      {access.manage && !editing && <EndPanel rule={rule} />}
    </Page>
  );
}

function EditRule({ rule, onDone }: { rule: NotificationRule; onDone: () => void }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const { name, description, code, eventName, calculation, active, alwaysFireEvent, webhookIds, workflowIds, version } =
    rule;
  const save = useMutation({
    mutationFn: (form: RuleForm) => updateRule(org, rule.id, { ...form, version }),
    onSuccess: async (saved) => {
      notify({ title: "Notification rule saved", message: saved.name });
      await client.invalidateQueries({ queryKey: rulesKey(org) });
      onDone();
    },
  });
  return (
    <RuleFormCard
      title="Rule details"
      submitLabel="Save"
      initial={{ name, description, code, eventName, calculation, active, alwaysFireEvent, webhookIds, workflowIds }}
      pending={save.isPending}
      error={save.error}
      onSubmit={(form) => save.mutate(form)}
      onCancel={onDone}
    />
  );
}

function EndPanel({ rule }: { rule: NotificationRule }) {
  const { id: org } = useOrganization();
  return (
    <DeletePanel
      what="notification rule"
      name={rule.name}
      hint="Nobody hears of its events any more."
      list="/notification-rules"
      listKey={rulesKey(org)}
      remove={() => deleteRule(org, rule.id)}
    >
      Nobody hears of its events any more. This cannot be undone.
    </DeletePanel>
  );
}
