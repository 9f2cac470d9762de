import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { SelectFilter } from "../../../components/filters.tsx";
import { Page } from "../../../components/page.tsx";
import { workflowsQuery } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { oneOf } from "../../../lib/search.ts";
import { runStatusOptions } from "../workflow-state.ts";
import { RunsTable } from "./runs-table.tsx";

export function RunsPage() {
  const { id: org } = useOrganization();
  const { workflow, status, test, after } = useSearch({ from: "/shell/workflow-runs" });
  const navigate = useNavigate({ from: "/workflow-runs" });
  const workflows = useQuery(workflowsQuery(org, { pageSize: 200 })).data?.data ?? [];
  return (
    <Page title="Runs" lead="What your workflows did, and what became of it.">
      <RunsTable
        filters={{ workflowId: workflow, status, test, nextToken: after }}
        filtered={Boolean(workflow || status || test)}
        bar={
          <>
            <SelectFilter
              label="Workflow"
              value={workflow}
              options={workflows.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(next) => void navigate({ search: { workflow: next, status, test } })}
            />
            <SelectFilter
              label="Status"
              value={status}
              options={runStatusOptions}
              onChange={(next) => void navigate({ search: { workflow, status: next, test } })}
            />
            <SelectFilter
              label="Kind"
              value={test}
              options={[
                { value: "false", label: "Real runs" },
                { value: "true", label: "Test runs" },
              ]}
              onChange={(next) => void navigate({ search: { workflow, status, test: oneOf(next, ["true", "false"]) } })}
            />
          </>
        }
      />
    </Page>
  );
}
