import { IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Column } from "../../../components/data-table/column.ts";
import { DataTable } from "../../../components/data-table/data-table.tsx";
import { RowLink } from "../../../components/data-table/row-link.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ListFrame } from "../../../components/list-frame.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { StatusDot } from "../../../components/status-dot.tsx";
import { type RunFilters, runsQuery } from "../../../lib/api/workflow-runs.ts";
import type { RunSummary } from "../../../lib/api/workflow-shapes.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { took } from "../../../lib/time.ts";
import { triggerWords } from "../builder/trigger-words.ts";
import { runState } from "../workflow-state.ts";

const why = ({ isTest, triggerType, retryOf }: RunSummary): string =>
  isTest ? "Test run" : retryOf ? "Retry" : triggerWords(triggerType);

const link = (header: string, words: (run: RunSummary) => string): Column<RunSummary> => ({
  id: "title",
  header,
  phone: "title",
  cell: (run) => (
    <RowLink to="/workflow-runs/$runId" params={{ runId: run.id }}>
      {words(run)}
    </RowLink>
  ),
});

const status: Column<RunSummary> = {
  id: "status",
  header: "Status",
  phone: "aside",
  width: "130px",
  cell: ({ status }) => <StatusDot tone={runState(status).tone}>{runState(status).word}</StatusDot>,
};

const further: Column<RunSummary>[] = [
  {
    id: "version",
    header: "Version",
    phone: "none",
    from: "wide",
    width: "90px",
    cell: ({ workflowVersion }) => workflowVersion ?? "Draft",
  },
  {
    id: "took",
    header: "Took",
    phone: "detail",
    width: "110px",
    cell: ({ dtStarted, dtFinished }) => took(dtStarted, dtFinished),
  },
  {
    id: "created",
    header: "When",
    phone: "detail",
    width: "140px",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
  },
];

const started: Column<RunSummary> = { id: "why", header: "Started", phone: "none", from: "medium", cell: why };
const ofAll = [
  link("Workflow", ({ workflowName }) => workflowName ?? "A deleted workflow"),
  status,
  started,
  ...further,
];
const ofOne = [link("Started", why), status, ...further];

interface RunsTableProps {
  filters: RunFilters;
  /** They stand on the page of their workflow, so its name is left out. */
  isOfOne?: boolean;
  bar?: ReactNode;
  filtered?: boolean;
}

/** Runs, newest first, renewed while they are looked at. */
export function RunsTable({ filters, isOfOne, bar, filtered }: RunsTableProps) {
  const { id: org } = useOrganization();
  const query = useQuery(runsQuery(org, filters));
  return (
    <ListFrame
      label="Runs"
      query={query}
      after={filters.nextToken}
      bar={bar}
      filtered={filtered}
      icon={<IconPlayerPlay size={20} />}
      empty={
        <EmptyState icon={<IconPlayerPlay size={20} />} title="No runs yet">
          Start a test run in the builder, or publish the workflow and switch it on. Runs show up here by themselves.
        </EmptyState>
      }
    >
      {(rows) => (
        <DataTable
          label="Runs"
          columns={isOfOne ? ofOne : ofAll}
          rows={rows}
          nameOf={(run) => run.workflowName ?? "run"}
        />
      )}
    </ListFrame>
  );
}
