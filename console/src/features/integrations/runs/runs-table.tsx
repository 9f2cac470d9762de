import { IconArrowsTransferUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Column } from "../../../components/data-table/column.ts";
import { DataTable } from "../../../components/data-table/data-table.tsx";
import { RowLink } from "../../../components/data-table/row-link.tsx";
import { DestinationName } from "../../../components/destination-name.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ListFrame } from "../../../components/list-frame.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { StatusDot } from "../../../components/status-dot.tsx";
import {
  type IntegrationRun,
  type IntegrationRunFilters,
  integrationRunsQuery,
} from "../../../lib/api/integration-runs.ts";
import { type Catalogue, useCatalogue } from "../../../lib/api/systems.ts";
import { integrationRunState } from "../../../lib/integration-words.ts";
import { useOrganization } from "../../../lib/organization.tsx";

const columnsOf = (catalogue: Catalogue): Column<IntegrationRun>[] => [
  {
    id: "entity",
    header: "Entity",
    phone: "title",
    cell: (run) => (
      <RowLink to="/integration-runs/$runId" params={{ runId: run.id }}>
        {nameOf(run)}
      </RowLink>
    ),
  },
  {
    id: "destination",
    header: "Destination",
    phone: "detail",
    cell: ({ destination }) => <DestinationName catalogue={catalogue} destination={destination} />,
  },
  {
    id: "status",
    header: "Status",
    phone: "aside",
    width: "140px",
    cell: ({ status }) => (
      <StatusDot tone={integrationRunState(status).tone}>{integrationRunState(status).word}</StatusDot>
    ),
  },
  {
    id: "external",
    header: "External ID",
    phone: "none",
    from: "wide",
    cell: ({ externalId }) => (externalId ? <code>{externalId}</code> : "None"),
  },
  {
    id: "attempts",
    header: "Attempts",
    phone: "none",
    from: "medium",
    width: "90px",
    cell: ({ attempts }) => attempts.toLocaleString(),
  },
  {
    id: "created",
    header: "When",
    phone: "detail",
    width: "130px",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
  },
];

const nameOf = ({ entityType, entityId }: IntegrationRun): string => `${entityType} ${entityId}`;

interface IntegrationRunsTableProps {
  filters: IntegrationRunFilters;
  bar?: ReactNode;
  filtered?: boolean;
  leaveOut?: string[];
  inPanel?: boolean;
}

/** Runs, newest first, renewed while they are looked at. */
export function IntegrationRunsTable({ filters, bar, filtered, leaveOut = [], inPanel }: IntegrationRunsTableProps) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const query = useQuery(integrationRunsQuery(org, filters));
  const columns = columnsOf(catalogue).filter(({ id }) => !leaveOut.includes(id));
  return (
    <ListFrame
      label="Integration runs"
      query={query}
      after={filters.nextToken}
      bar={bar}
      filtered={filtered}
      inPanel={inPanel}
      icon={<IconArrowsTransferUp size={20} />}
      empty={
        <EmptyState icon={<IconArrowsTransferUp size={20} />} title="No integration runs yet">
          Each event about an entity that a configuration sends becomes a run. They show up here by themselves.
        </EmptyState>
      }
    >
      {(rows) => <DataTable label="Integration runs" columns={columns} rows={rows} nameOf={nameOf} />}
    </ListFrame>
  );
}
