import { IconPlus, IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchFilter, SelectFilter } from "../../components/filters.tsx";
import { LinkButton } from "../../components/links.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { Workflow } from "../../lib/api/workflow-shapes.ts";
import { workflowsQuery } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { oneOf } from "../../lib/search.ts";
import { triggerWords } from "./builder/trigger-words.ts";
import { runState, workflowState } from "./workflow-state.ts";

const columns: Column<Workflow>[] = [
  {
    id: "name",
    header: "Name",
    phone: "title",
    cell: ({ id, name }) => (
      <RowLink to="/workflows/$workflowId" params={{ workflowId: id }}>
        {name}
      </RowLink>
    ),
  },
  {
    id: "trigger",
    header: "Starts",
    phone: "detail",
    cell: ({ triggerType }) => (triggerType ? triggerWords(triggerType) : "Not published yet"),
  },
  {
    id: "status",
    header: "Status",
    phone: "aside",
    width: "120px",
    cell: (workflow) => {
      const { word, tone } = workflowState(workflow);
      return <StatusDot tone={tone}>{word}</StatusDot>;
    },
  },
  {
    id: "last",
    header: "Last run",
    phone: "none",
    from: "medium",
    cell: ({ lastRunAt, lastRunStatus }) =>
      lastRunStatus ? (
        <StatusDot tone={runState(lastRunStatus).tone}>
          {runState(lastRunStatus).word} <RelativeTime time={lastRunAt} />
        </StatusDot>
      ) : (
        "None yet"
      ),
  },
  {
    id: "changed",
    header: "Changed",
    phone: "detail",
    from: "wide",
    width: "140px",
    cell: ({ dtLastModified }) => <RelativeTime time={dtLastModified} />,
  },
];

export function WorkflowsPage() {
  const { id: org, access } = useOrganization();
  const { q, enabled, after } = useSearch({ from: "/shell/workflows" });
  const navigate = useNavigate({ from: "/workflows" });
  const query = useQuery(workflowsQuery(org, { q, enabled, nextToken: after }));
  const create = access.manage && (
    <LinkButton to="/workflows/new" leftSection={<IconPlus size={16} />}>
      Create workflow
    </LinkButton>
  );
  return (
    <Page title="Workflows" lead="Steps that run when something happens, with your credentials." actions={create}>
      <ListFrame
        label="Workflows"
        query={query}
        after={after}
        filtered={Boolean(q || enabled)}
        icon={<IconRoute size={20} />}
        bar={
          <>
            <SearchFilter
              label="Search by name"
              value={q}
              onChange={(next) => void navigate({ search: { q: next, enabled }, replace: true })}
            />
            <SelectFilter
              label="Status"
              value={enabled}
              options={[
                { value: "true", label: "On" },
                { value: "false", label: "Off" },
              ]}
              onChange={(next) => void navigate({ search: { q, enabled: oneOf(next, ["true", "false"]) } })}
            />
          </>
        }
        empty={
          <EmptyState icon={<IconRoute size={20} />} title="No workflows yet" action={create}>
            Start from a template, such as a failed payment that goes to Slack, or from nothing.
          </EmptyState>
        }
      >
        {(rows) => <DataTable label="Workflows" columns={columns} rows={rows} nameOf={(workflow) => workflow.name} />}
      </ListFrame>
    </Page>
  );
}
