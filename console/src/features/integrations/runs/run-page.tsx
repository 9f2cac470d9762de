import { Button, Skeleton } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { CopyId, CopyLine } from "../../../components/copy.tsx";
import { DestinationName } from "../../../components/destination-name.tsx";
import { ErrorPage, ErrorState } from "../../../components/error-state.tsx";
import { type Exchange, ExchangeLog } from "../../../components/exchange-log.tsx";
import { type Fact, Facts } from "../../../components/facts.tsx";
import { OutsideLink } from "../../../components/links.tsx";
import { notify, notifyProblem } from "../../../components/notice.ts";
import { Page, PageSkeleton } from "../../../components/page.tsx";
import { Panel } from "../../../components/panel.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { StatusDot } from "../../../components/status-dot.tsx";
import { EventLink, IntegrationLink } from "../../../components/thing-links.tsx";
import {
  type IntegrationRun,
  integrationRunLogQuery,
  integrationRunQuery,
  integrationRunsKey,
  type LoggedCall,
  replayIntegrationRun,
} from "../../../lib/api/integration-runs.ts";
import { useCatalogue } from "../../../lib/api/systems.ts";
import { integrationRunState } from "../../../lib/integration-words.ts";
import { useOrganization } from "../../../lib/organization.tsx";

export function IntegrationRunPage() {
  const { id: org } = useOrganization();
  const { runId } = useParams({ from: "/shell/integration-runs/$runId" });
  const query = useQuery(integrationRunQuery(org, runId));
  if (query.isPending) return <PageSkeleton title="Integration run" panels={2} />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <RunDetails key={runId} run={query.data} />;
}

function RunDetails({ run }: { run: IntegrationRun }) {
  const { access } = useOrganization();
  const { tone, word, sentence } = integrationRunState(run.status);
  return (
    <Page
      title={`${run.entityType} ${run.entityId}`}
      parent={{ label: "Integration runs", to: "/integration-runs" }}
      width="detail"
      lead={
        <div role="status">
          <StatusDot tone={tone}>
            {word}. {sentence}
          </StatusDot>
        </div>
      }
      actions={access.manage && run.dtCompleted && <ReplayButton run={run} />}
    >
      {run.error && (
        <Panel title="What went wrong">
          <p>{run.error}</p>
        </Panel>
      )}
      <RunFacts run={run} />
      <CallsPanel run={run} />
    </Page>
  );
}

function RunFacts({ run }: { run: IntegrationRun }) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const facts: Fact[] = [
    { label: "ID", value: <CopyId id={run.id} /> },
    { label: "Destination", value: <DestinationName catalogue={catalogue} destination={run.destination} /> },
    { label: "Attempts", value: run.attempts.toLocaleString() },
    { label: "Created", value: <RelativeTime time={run.dtCreated} /> },
    { label: "Started", value: <RelativeTime time={run.dtStarted} none="Not yet" /> },
    { label: "Completed", value: <RelativeTime time={run.dtCompleted} none="Not yet" /> },
  ];
  if (run.dtNextAttempt) facts.push({ label: "Next try", value: <RelativeTime time={run.dtNextAttempt} /> });
  if (run.integrationConfigId)
    facts.push({ label: "Configuration", value: <IntegrationLink id={run.integrationConfigId} /> });
  if (run.eventId) facts.push({ label: "Event", value: <EventLink id={run.eventId} /> });
  if (run.parentIntegrationRunId)
    facts.push({
      label: "Replay of",
      value: (
        <Link to="/integration-runs/$runId" params={{ runId: run.parentIntegrationRunId }}>
          An earlier run
        </Link>
      ),
    });
  return (
    <>
      <Panel title="Details">
        <Facts facts={facts} />
      </Panel>
      {run.externalId && (
        <Panel title="External ID" hint={run.url && <OutsideLink href={run.url}>Open the external system</OutsideLink>}>
          <CopyLine value={run.externalId} what="Copy external ID" />
        </Panel>
      )}
    </>
  );
}

/** Every call, the latest first. */
function CallsPanel({ run }: { run: IntegrationRun }) {
  const { id: org } = useOrganization();
  const query = useQuery(integrationRunLogQuery(org, run.id, `${run.attempts} ${run.status}`));
  return (
    <Panel title="Calls" hint="What was sent and what came back, without secrets.">
      {query.isPending && <Skeleton aria-busy="true" height={80} radius={8} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <ExchangeLog exchanges={query.data.map(toExchange).reverse()} none={noCallWords(run)} />}
    </Panel>
  );
}

const noCallWords = ({ attempts, dtCompleted }: IntegrationRun): string | undefined =>
  attempts > 0 && dtCompleted ? "No call was made." : undefined;

const lines = (headers: Record<string, unknown>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");

function toExchange(call: LoggedCall, at: number): Exchange {
  const { attempt, request, response, error, dtStarted, durationMs } = call;
  const body = request?.body === undefined || request.body === null ? "" : asText(request.body);
  const sent = request
    ? `${request.method} ${request.path}\n${lines(request.headers)}\n\n${body}`
    : "Nothing was sent.";
  const what = request ? `, ${request.method} ${request.path}` : "";
  return {
    key: at.toString(),
    outcome: `Attempt ${attempt}${what}. ${error ?? `Answered ${response?.status ?? ""}`}`,
    isGood: error === null && response !== null && response.status < 400,
    dtStarted,
    durationMs,
    sentLabel: "Request",
    sent: sent.trim(),
    answer: response && `${response.status}\n${lines(response.headers)}\n\n${response.body}`.trim(),
  };
}

const asText = (body: unknown): string => (typeof body === "string" ? body : JSON.stringify(body, null, 2));

function ReplayButton({ run }: { run: IntegrationRun }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate();
  const replay = useMutation({
    mutationFn: () => replayIntegrationRun(org, run.id),
    onSuccess: async (made) => {
      notify({ title: "Run replayed", message: "It is a new run that names this one." });
      void client.invalidateQueries({ queryKey: integrationRunsKey(org) });
      await navigate({ to: "/integration-runs/$runId", params: { runId: made.id } });
    },
    onError: (error) => notifyProblem("The run was not replayed", error),
  });
  return (
    <Button leftSection={<IconRepeat size={16} />} loading={replay.isPending} onClick={() => replay.mutate()}>
      Replay
    </Button>
  );
}
