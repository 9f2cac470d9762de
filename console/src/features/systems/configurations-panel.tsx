import { IconArrowsTransferUp, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { TableSkeleton } from "../../components/data-table/table-skeleton.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { LinkButton } from "../../components/links.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { type Integration, systemIntegrationsQuery } from "../../lib/api/integrations.ts";
import { integrationState } from "../../lib/integration-words.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { System } from "../../lib/types.ts";

const columns: Column<Integration>[] = [
  {
    id: "name",
    header: "Name",
    phone: "title",
    cell: ({ id, name }) => (
      <RowLink to="/integrations/$integrationId" params={{ integrationId: id }}>
        {name}
      </RowLink>
    ),
  },
  { id: "entity", header: "What is sent", phone: "detail", cell: ({ entityType }) => entityType },
  {
    id: "status",
    header: "Status",
    phone: "aside",
    width: "130px",
    cell: (row) => <StatusDot tone={integrationState(row).tone}>{integrationState(row).word}</StatusDot>,
  },
  {
    id: "created",
    header: "Created",
    phone: "detail",
    width: "140px",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
  },
];

/** What goes to the system by itself; nothing where nothing can. */
export function ConfigurationsPanel({ system }: { system: System }) {
  const { id: org, access } = useOrganization();
  const callable = system.destinations.filter(({ id, direction }) => direction === "outgoing" || id === "WEBHOOK");
  const ids = callable.map(({ id }) => id);
  const query = useQuery({ ...systemIntegrationsQuery(org, ids), enabled: ids.length > 0 });
  if (ids.length === 0) return null;
  const rows = query.data ?? [];
  const create = access.manage && (
    <LinkButton
      to="/integrations/new"
      search={{ system: system.id }}
      variant="default"
      leftSection={<IconPlus size={16} />}
    >
      Create configuration
    </LinkButton>
  );
  return (
    <Panel title="Configurations" flush actions={rows.length > 0 ? create : undefined}>
      {query.isPending && <TableSkeleton label="Configurations" rows={2} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState icon={<IconArrowsTransferUp size={20} />} title="Nothing is sent by itself yet" action={create}>
          A configuration sends an entity of your events, such as a bill, to {system.name} as soon as it changes.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable label="Configurations" columns={columns} rows={rows} nameOf={({ name }) => name} />
      )}
    </Panel>
  );
}
