import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { CopyId } from "../../../components/copy.tsx";
import { ErrorPage } from "../../../components/error-state.tsx";
import { type Fact, Facts } from "../../../components/facts.tsx";
import { notify, notifyProblem } from "../../../components/notice.ts";
import { Page, PageSkeleton } from "../../../components/page.tsx";
import { Panel } from "../../../components/panel.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { cancelRun, isActive, retryRun, runQuery, runsKey } from "../../../lib/api/workflow-runs.ts";
import type { Run } from "../../../lib/api/workflow-shapes.ts";
import { workflowQuery } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { triggerWords } from "../builder/trigger-words.ts";
import { RunGraph } from "./run-graph.tsx";
import { RunOutcome } from "./run-outcome.tsx";
import { Timeline } from "./timeline.tsx";

export function RunPage() {
  const { id: org } = useOrganization();
  const { runId } = useParams({ from: "/shell/workflow-runs/$runId" });
  const query = useQuery(runQuery(org, runId));
  if (query.isPending) return <PageSkeleton title="Run" panels={2} />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <RunDetails key={runId} run={query.data} />;
}

function RunDetails({ run }: { run: Run }) {
  const { access } = useOrganization();
  return (
    <Page
      title={run.workflowName ?? "Run"}
      parent={{ label: "Runs", to: "/workflow-runs" }}
      lead={<RunOutcome run={run} />}
      actions={access.use && <RunActions run={run} />}
    >
      <RunFacts run={run} />
      <Panel title="Steps" flush>
        <RunGraph run={run} height={460} />
      </Panel>
      <Panel title="Timeline">
        <Timeline run={run} />
      </Panel>
    </Page>
  );
}

function RunFacts({ run }: { run: Run }) {
  const facts: Fact[] = [
    { label: "ID", value: <CopyId id={run.id} /> },
    {
      label: "Workflow",
      value: (
        <Link to="/workflows/$workflowId" params={{ workflowId: run.workflowId }}>
          {run.workflowName ?? "Open"}
        </Link>
      ),
    },
    { label: "Version", value: run.workflowVersion ?? "Draft" },
    { label: "Started", value: run.isTest ? "As a test" : triggerWords(run.triggerType) },
    { label: "Created", value: <RelativeTime time={run.dtCreated} /> },
    { label: "Finished", value: <RelativeTime time={run.dtFinished} none="Not yet" /> },
  ];
  if (run.retryOf)
    facts.push({
      label: "Retry of",
      value: (
        <Link to="/workflow-runs/$runId" params={{ runId: run.retryOf }}>
          the earlier run
        </Link>
      ),
    });
  const webhookId = webhookOf(run);
  if (webhookId && run.triggerRef)
    facts.push({
      label: "Webhook",
      value: (
        <Link to="/incoming-webhooks/$webhookId" params={{ webhookId }} search={{ message: run.triggerRef }}>
          Open the webhook that started it
        </Link>
      ),
    });
  return (
    <Panel title="Details">
      <Facts facts={facts} />
    </Panel>
  );
}

function webhookOf({ triggerType, definition }: Run): string | undefined {
  return triggerType === "webhook" ? (definition.trigger.webhookId ?? undefined) : undefined;
}

function RunActions({ run }: { run: Run }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mayBeRetried = !isActive(run) && run.status !== "COMPLETED";
  const { data: workflow } = useQuery({ ...workflowQuery(org, run.workflowId), enabled: mayBeRetried });
  const forget = () => client.invalidateQueries({ queryKey: runsKey(org) });
  const retry = useMutation({
    mutationFn: (use: "same" | "published" | "draft") => retryRun(org, run.id, use),
    onSuccess: async (made) => {
      notify({ title: "Run retried", message: "Steps that were completed are not done again." });
      void forget();
      await navigate({ to: "/workflow-runs/$runId", params: { runId: made.id } });
    },
    onError: (error) => notifyProblem("The run was not retried", error),
  });
  const cancel = useMutation({
    mutationFn: () => cancelRun(org, run.id),
    onSuccess: async () => {
      notify({ title: "Run cancelled", message: run.workflowName ?? "" });
      await forget();
    },
    onError: (error) => notifyProblem("The run goes on", error),
  });
  if (isActive(run))
    return (
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
        Cancel the run
      </Button>
    );
  if (!mayBeRetried) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button loading={retry.isPending} rightSection={<IconChevronDown size={14} />}>
          Retry
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => retry.mutate("same")}>From the failed step, same version</Menu.Item>
        <Menu.Item disabled={!workflow?.publishedVersion} onClick={() => retry.mutate("published")}>
          With the published version
        </Menu.Item>
        <Menu.Item disabled={!workflow?.hasDraft} onClick={() => retry.mutate("draft")}>
          With the draft
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
