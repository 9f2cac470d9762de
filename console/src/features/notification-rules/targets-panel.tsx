import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Panel } from "../../components/panel.tsx";
import type { NotificationRule } from "../../lib/api/notification-rules.ts";
import { outgoingWebhooksQuery } from "../../lib/api/outgoing-webhooks.ts";
import { workflowsQuery } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import classes from "./targets-panel.module.css";

/** Who hears of the rule, as links. */
export function TargetsPanel({ rule }: { rule: NotificationRule }) {
  const { id: org } = useOrganization();
  const webhooks = useQuery(outgoingWebhooksQuery(org, { pageSize: 200 })).data?.data ?? [];
  const workflows = useQuery(workflowsQuery(org, { pageSize: 200 })).data?.data ?? [];
  const nameOf = (rows: { id: string; name: string }[], id: string) => rows.find((row) => row.id === id)?.name ?? id;
  const nobody = rule.webhookIds.length === 0 && rule.workflowIds.length === 0;
  return (
    <Panel title="Who hears of it">
      {nobody && <p>Nobody yet. Edit the rule to choose outgoing webhooks and workflows.</p>}
      <ul className={classes.targets}>
        {rule.webhookIds.map((webhookId) => (
          <li key={webhookId}>
            <Link to="/outgoing-webhooks/$webhookId" params={{ webhookId }}>
              {nameOf(webhooks, webhookId)}
            </Link>
            <span className={classes.kind}>Outgoing webhook</span>
          </li>
        ))}
        {rule.workflowIds.map((workflowId) => (
          <li key={workflowId}>
            <Link to="/workflows/$workflowId" params={{ workflowId }}>
              {nameOf(workflows, workflowId)}
            </Link>
            <span className={classes.kind}>Workflow</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
