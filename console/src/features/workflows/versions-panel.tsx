import { Button, Select, Skeleton } from "@mantine/core";
import { IconVersions } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { notifyProblem } from "../../components/notice.ts";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { CredentialLink, IncomingWebhookLink, RuleLink } from "../../components/thing-links.tsx";
import type { Definition, Workflow } from "../../lib/api/workflow-shapes.ts";
import { versionQuery, versionsQuery } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { useExport } from "./use-export.ts";
import { type Change, changesBetween } from "./version-diff.ts";
import classes from "./versions.module.css";

interface VersionsPanelProps {
  workflow: Workflow;
  /** Goes on from an earlier version. */
  onTake: (definition: Definition, number: number) => void;
}

/** What was published when, by whom, and what is different since. */
export function VersionsPanel({ workflow, onTake }: VersionsPanelProps) {
  const { id: org, access } = useOrganization();
  const versions = useQuery(versionsQuery(org, workflow.id));
  if (versions.isPending) return <Skeleton height={180} radius={8} />;
  if (!versions.data) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  if (versions.data.length === 0)
    return (
      <EmptyState icon={<IconVersions size={20} />} title="No versions yet">
        Publish the draft to make version 1. A version never changes.
      </EmptyState>
    );
  return (
    <>
      <Panel title="Versions">
        <ol className={classes.versions}>
          {versions.data.map(({ number, note, dtCreated, createdByName }) => (
            <li key={number}>
              <strong>Version {number}</strong>
              {number === workflow.publishedVersion && (
                <StatusDot tone={workflow.enabled ? "good" : "quiet"}>
                  {workflow.enabled ? "Runs now" : "Published"}
                </StatusDot>
              )}
              <span>{note ?? ""}</span>
              <span className={classes.when}>
                {createdByName ?? "Someone"}, <RelativeTime time={dtCreated} />
              </span>
              <Export workflow={workflow} number={number} />
              {access.manage && <Take workflow={workflow} number={number} onTake={onTake} />}
            </li>
          ))}
        </ol>
      </Panel>
      <Compare workflow={workflow} numbers={versions.data.map(({ number }) => number)} />
    </>
  );
}

function Take({ workflow, number, onTake }: VersionsPanelProps & { number: number }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: () => client.fetchQuery(versionQuery(org, workflow.id, number)),
    onSuccess: ({ definition }) => onTake(definition, number),
    onError: (error) => notifyProblem("The draft is unchanged", error),
  });
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={`Take as draft: version ${number}`}
      loading={take.isPending}
      onClick={() => take.mutate()}
    >
      Take as draft
    </Button>
  );
}

function Export({ workflow, number }: { workflow: Workflow; number: number }) {
  const save = useExport(workflow);
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={`Export version ${number}`}
      loading={save.isPending}
      onClick={() => save.mutate(number)}
    >
      Export
    </Button>
  );
}

function Compare({ workflow, numbers }: { workflow: Workflow; numbers: number[] }) {
  const options = [
    ...(workflow.draft ? [{ value: "draft", label: "Draft" }] : []),
    ...numbers.map((number) => ({ value: String(number), label: `Version ${number}` })),
  ];
  const [from, setFrom] = useState(options[1]?.value ?? options[0]?.value ?? "draft");
  const [to, setTo] = useState(options[0]?.value ?? "draft");
  const before = useDefinition(workflow, from);
  const after = useDefinition(workflow, to);
  if (options.length < 2) return null;
  const choice = { data: options, allowDeselect: false, size: "xs", w: 140 };
  const changes = before && after ? changesBetween(before, after) : undefined;
  return (
    <Panel
      title="What has changed"
      actions={
        <>
          <Select {...choice} aria-label="From" value={from} onChange={(value) => setFrom(value ?? from)} />
          <Select {...choice} aria-label="To" value={to} onChange={(value) => setTo(value ?? to)} />
        </>
      }
    >
      {!changes && <Skeleton height={80} />}
      {changes?.length === 0 && <p>Nothing that a run would notice.</p>}
      {changes && changes.length > 0 && (
        <ul className={classes.changes}>
          {changes.map(({ what, before: old, after: now, ids }) => (
            <li key={what}>
              <strong>{what}</strong>
              {old && <del>{ids ? <Thing kind={ids} id={old} /> : old}</del>}
              {now && <ins>{ids ? <Thing kind={ids} id={now} /> : now}</ins>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

const links = { credential: CredentialLink, incomingWebhook: IncomingWebhookLink, notificationRule: RuleLink };

function Thing({ kind, id }: { kind: NonNullable<Change["ids"]>; id: string }) {
  const Name = links[kind];
  return <Name id={id} />;
}

function useDefinition(workflow: Workflow, which: string): Definition | undefined {
  const { id: org } = useOrganization();
  const isDraft = which === "draft";
  const version = useQuery({ ...versionQuery(org, workflow.id, Number(which)), enabled: !isDraft });
  return isDraft ? (workflow.draft ?? undefined) : version.data?.definition;
}
