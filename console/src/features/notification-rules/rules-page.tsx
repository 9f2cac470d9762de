import { IconBell, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/links.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { type NotificationRule, rulesQuery } from "../../lib/api/notification-rules.ts";
import { useOrganization } from "../../lib/organization.tsx";

const columns: Column<NotificationRule>[] = [
  {
    id: "name",
    header: "Name",
    phone: "title",
    cell: ({ id, name }) => (
      <RowLink to="/notification-rules/$ruleId" params={{ ruleId: id }}>
        {name}
      </RowLink>
    ),
  },
  { id: "event", header: "Event", phone: "detail", cell: ({ eventName }) => eventName },
  {
    id: "status",
    header: "Status",
    phone: "aside",
    width: "120px",
    cell: ({ active }) => <StatusDot tone={active ? "good" : "quiet"}>{active ? "Active" : "Inactive"}</StatusDot>,
  },
  {
    id: "created",
    header: "Created",
    phone: "detail",
    width: "160px",
    cell: (rule) => <RelativeTime time={rule.dtCreated} />,
  },
];

export function RulesPage() {
  const { id: org, access } = useOrganization();
  const { after } = useSearch({ from: "/shell/notification-rules" });
  const query = useQuery(rulesQuery(org, { nextToken: after }));
  const action = access.manage && (
    <LinkButton to="/notification-rules/new" leftSection={<IconPlus size={16} />}>
      Create notification rule
    </LinkButton>
  );
  return (
    <Page
      title="Notification rules"
      lead="Conditions on events. A rule that holds tells its webhooks and workflows."
      actions={action}
    >
      <ListFrame
        label="Notification rules"
        query={query}
        after={after}
        icon={<IconBell size={20} />}
        empty={
          <EmptyState icon={<IconBell size={20} />} title="No notification rules yet" action={action}>
            Say which event matters, and from which values on.
          </EmptyState>
        }
      >
        {(rows) => <DataTable label="Notification rules" columns={columns} rows={rows} nameOf={(rule) => rule.name} />}
      </ListFrame>
    </Page>
  );
}
