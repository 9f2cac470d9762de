import { Button, SegmentedControl, Switch } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ErrorPage } from "../../components/error-state.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { Definition, Workflow } from "../../lib/api/workflow-shapes.ts";
import { switchWorkflow, workflowKey, workflowQuery, workflowsKey } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { oneOf } from "../../lib/search.ts";
import { Builder } from "./builder/builder.tsx";
import { useEditor } from "./builder/use-editor.ts";
import { PublishDialog } from "./publish-dialog.tsx";
import { RunsTable } from "./runs/runs-table.tsx";
import { TestRun } from "./test-run.tsx";
import { VersionsPanel } from "./versions-panel.tsx";
import { WorkflowMenu } from "./workflow-menu.tsx";
import { workflowState } from "./workflow-state.ts";

const views = [
  { value: "build", label: "Build" },
  { value: "runs", label: "Runs" },
  { value: "versions", label: "Versions" },
];

export function WorkflowPage() {
  const { id: org } = useOrganization();
  const { workflowId } = useParams({ from: "/shell/workflows/$workflowId" });
  const [discarded, setDiscarded] = useState(0);
  const query = useQuery(workflowQuery(org, workflowId));
  if (query.isPending) return <PageSkeleton title="Workflow" panels={1} />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Details
      key={`${workflowId} ${discarded}`}
      workflow={query.data}
      onDiscarded={() => setDiscarded((times) => times + 1)}
    />
  );
}

function Details({ workflow, onDiscarded }: { workflow: Workflow; onDiscarded: () => void }) {
  const { access } = useOrganization();
  const { view = "build", after } = useSearch({ from: "/shell/workflows/$workflowId" });
  const navigate = useNavigate({ from: "/workflows/$workflowId" });
  const editor = useEditor(workflow);
  const [isPublishing, publish] = useDisclosure(false);
  const [isTesting, test] = useDisclosure(false);
  const { tone, sentence } = workflowState(workflow);
  const take = (definition: Definition, number: number) => {
    editor.change(definition);
    notify({ title: `Version ${number} is the draft`, message: "Undo brings back what was there." });
    void navigate({ search: {} });
  };
  const open = async (opened: () => void) => {
    await editor.flush();
    opened();
  };
  return (
    <Page
      title={workflow.name}
      parent={{ label: "Workflows", to: "/workflows" }}
      lead={<StatusDot tone={tone}>{sentence}</StatusDot>}
      actions={
        access.manage && (
          <>
            <EnabledSwitch workflow={workflow} />
            <Button variant="default" leftSection={<IconPlayerPlay size={16} />} onClick={() => void open(test.open)}>
              Test run
            </Button>
            <Button disabled={!workflow.hasDraft && !editor.isSaving} onClick={() => void open(publish.open)}>
              Publish
            </Button>
            <WorkflowMenu workflow={workflow} flush={editor.flush} onDiscarded={onDiscarded} />
          </>
        )
      }
    >
      <div>
        <SegmentedControl
          size="xs"
          aria-label="View"
          data={views}
          value={view}
          onChange={(next) => void navigate({ search: { view: oneOf(next, ["runs", "versions"]) }, replace: true })}
        />
      </div>
      {view === "build" && <Builder workflow={workflow} editor={editor} />}
      {view === "runs" && <RunsTable isOfOne filters={{ workflowId: workflow.id, nextToken: after }} />}
      {view === "versions" && <VersionsPanel workflow={workflow} onTake={take} />}
      <PublishDialog workflow={workflow} editor={editor} opened={isPublishing} onClose={publish.close} />
      <TestRun workflow={workflow} definition={editor.definition} opened={isTesting} onClose={test.close} />
    </Page>
  );
}

function EnabledSwitch({ workflow }: { workflow: Workflow }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => switchWorkflow(org, workflow.id, enabled),
    onSuccess: (saved) => {
      client.setQueryData(workflowKey(org, workflow.id), saved);
      void client.invalidateQueries({ queryKey: workflowsKey(org) });
      notify({ title: `Workflow ${saved.enabled ? "switched on" : "switched off"}`, message: saved.name });
    },
    onError: (error) => notifyProblem("The workflow is unchanged", error),
  });
  return (
    <Switch
      label="On"
      checked={workflow.enabled}
      disabled={change.isPending || (workflow.publishedVersion === null && !workflow.enabled)}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  );
}
