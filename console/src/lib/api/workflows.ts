import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";

export type Binding = { value: unknown } | { expression: string };

export interface Retry {
  attempts: number;
  firstDelaySeconds?: number;
  factor?: number;
}

export interface Position {
  x: number;
  y: number;
}

export interface Step {
  id: string;
  name?: string;
  function: string;
  credentialId?: string | null;
  inputs: Record<string, Binding>;
  /** Way out to the steps that it leads to. */
  next: Record<string, string[]>;
  retry?: Retry;
  timeoutSeconds?: number;
  position?: Position;
  body?: { next: string[]; steps: Step[] };
}

export interface Trigger {
  type: TriggerType;
  webhookId?: string | null;
  ruleId?: string | null;
  filter?: string;
  cron?: string;
  timeZone?: string;
  next: string[];
  sample?: unknown;
  position?: Position;
}

export type TriggerType = "webhook" | "notification" | "schedule" | "manual" | "workflow";

export interface Definition {
  formatVersion: number;
  trigger: Trigger;
  steps: Step[];
  settings?: { concurrency?: number; orderingKey?: string; maxRunSeconds?: number; keepDays?: number };
}

export interface Workflow {
  id: string;
  name: string;
  description: string | null;
  enabled: boolean;
  useDraft: boolean;
  hasDraft: boolean;
  publishedVersion: number | null;
  triggerType: TriggerType | null;
  triggerRef: string | null;
  lastRunAt: string | null;
  lastRunStatus: RunStatus | null;
  version: number;
  dtCreated: string;
  dtLastModified: string;
  /** These two are absent in lists. */
  draft?: Definition | null;
  published?: Definition | null;
}

export interface Fault {
  code: string;
  severity: "error" | "warning";
  place: string;
  stepId: string | null;
  message: string;
}

export interface FunctionInput {
  name: string;
  kind:
    | "text"
    | "multiline"
    | "number"
    | "boolean"
    | "select"
    | "json"
    | "list"
    | "time"
    | "workflow"
    | "incomingwebhook"
    | "webhook";
  label: string;
  required: boolean;
  help?: string;
  placeholder?: string;
  options?: { value: string; label: string }[];
  defaultValue?: unknown;
}

export interface StepFunction {
  id: string;
  name: string;
  category: string;
  summary: string;
  credential: { destinations: string[] | null; required: boolean } | null;
  inputs: FunctionInput[];
  output: { name: string; label: string; kind: string }[];
  ports: string[];
  portsFrom: string | null;
  loop: boolean;
  testable: boolean;
}

export interface Template {
  id: string;
  name: string;
  summary: string;
  category: string;
  systems: string[];
  document: unknown;
}

export type RunStatus = "QUEUED" | "RUNNING" | "WAITING" | "COMPLETED" | "FAILED" | "CANCELLED";

export interface RunSummary {
  id: string;
  workflowId: string;
  workflowName: string | null;
  workflowVersion: number | null;
  isTest: boolean;
  status: RunStatus;
  triggerType: TriggerType;
  triggerRef: string | null;
  retryOf: string | null;
  parentRunId: string | null;
  error: { code: string; message: string; stepId?: string; uncertain?: boolean } | null;
  wakeAt: string | null;
  dtCreated: string;
  dtStarted: string | null;
  dtFinished: string | null;
}

export interface RunStep {
  stepId: string;
  iteration: string;
  status: "COMPLETED" | "FAILED" | "CAUGHT" | "WAITING" | "RETRYING";
  attempts: number;
  port: string | null;
  input: unknown;
  output: unknown;
  error: { code: string; message: string } | null;
  idempotencyKey: string;
  wakeAt: string | null;
  dtStarted: string | null;
  dtFinished: string | null;
}

export interface Run extends RunSummary {
  input: unknown;
  output: unknown;
  definition: Definition;
  steps: RunStep[];
}

export interface Version {
  number: number;
  note: string | null;
  dtCreated: string;
  createdByName: string | null;
}

const activeMs = 1_000;
/** In case the live stream is cut off. */
const idleMs = 15_000;
const base = (org: string) => `/organizations/${org}/workflows`;
const runs = (org: string) => `/organizations/${org}/workflowruns`;
export const workflowsKey = (org: string) => [org, "workflows"] as const;
export const workflowKey = (org: string, id: string) => [...workflowsKey(org), "one", id] as const;
export const runsKey = (org: string) => [org, "workflow-runs"] as const;

export const isActive = ({ status }: Pick<RunSummary, "status">): boolean =>
  status === "QUEUED" || status === "RUNNING" || status === "WAITING";

export const workflowsQuery = (
  org: string,
  filters: { q?: string; enabled?: string; triggerType?: string; nextToken?: string; pageSize?: number } = {},
) =>
  queryOptions({
    queryKey: [...workflowsKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<Workflow>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const workflowQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: workflowKey(org, id),
    queryFn: ({ signal }) => request<Workflow>("GET", `${base(org)}/${id}`, { signal }),
  });

/** What a step can do. It changes only with the server's version. */
export const functionsQuery = (org: string) =>
  queryOptions({
    queryKey: [...workflowsKey(org), "functions"],
    queryFn: ({ signal }) => request<{ data: StepFunction[] }>("GET", `${base(org)}/functions`, { signal }),
    select: (answer) => answer.data,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const templatesQuery = (org: string) =>
  queryOptions({
    queryKey: [...workflowsKey(org), "templates"],
    queryFn: ({ signal }) => request<{ data: Template[] }>("GET", `${base(org)}/templates`, { signal }),
    select: (answer) => answer.data,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What can start a workflow, each with an example of what $trigger is then. */
export const triggersQuery = (org: string) =>
  queryOptions({
    queryKey: [...workflowsKey(org), "triggers"],
    queryFn: async ({ signal }) =>
      (await request<{ data: { type: TriggerType; sample: unknown }[] }>("GET", `${base(org)}/triggers`, { signal }))
        .data,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const versionsQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...workflowKey(org, id), "versions"],
    queryFn: ({ signal }) =>
      request<Page<Version>>("GET", `${base(org)}/${id}/versions`, { query: { pageSize: 100 }, signal }),
    select: (page) => page.data,
  });

export const versionQuery = (org: string, id: string, number: number) =>
  queryOptions({
    queryKey: [...workflowKey(org, id), "versions", number],
    queryFn: ({ signal }) =>
      request<Version & { definition: Definition }>("GET", `${base(org)}/${id}/versions/${number}`, { signal }),
  });

export const createWorkflow = (org: string, body: { name: string; definition?: Definition }) =>
  request<Workflow>("POST", base(org), { body });

export const renameWorkflow = (org: string, id: string, body: { name: string; version: number }) =>
  request<Workflow>("PUT", `${base(org)}/${id}`, { body });

export const saveDraft = (org: string, id: string, body: { version: number; definition: Definition }) =>
  request<Workflow & { faults: Fault[] }>("PUT", `${base(org)}/${id}/draft`, { body });

export const discardDraft = (org: string, id: string) => request<Workflow>("DELETE", `${base(org)}/${id}/draft`);

export const validateDefinition = (org: string, definition: Definition) =>
  request<{ valid: boolean; faults: Fault[] }>("POST", `${base(org)}/validate`, { body: { definition } });

export const publishWorkflow = (org: string, id: string, body: { version: number; note?: string }) =>
  request<Workflow>("POST", `${base(org)}/${id}/publish`, { body });

export const switchWorkflow = (org: string, id: string, enabled: boolean) =>
  request<Workflow>("POST", `${base(org)}/${id}/${enabled ? "enable" : "disable"}`, { body: {} });

export const setUseDraft = (org: string, id: string, useDraft: boolean) =>
  request<Workflow>("PUT", `${base(org)}/${id}/usedraft`, { body: { useDraft } });

export const deleteWorkflow = (org: string, id: string) => request<Workflow>("DELETE", `${base(org)}/${id}`);

export const duplicateWorkflow = (org: string, id: string) =>
  request<Workflow>("POST", `${base(org)}/${id}/duplicate`, { body: {} });

export const exportWorkflow = (org: string, id: string, number: number) =>
  request<Record<string, unknown>>("GET", `${base(org)}/${id}/versions/${number}/export`);

export interface Imported extends Workflow {
  faults: Fault[];
  missingCredentials: string[];
}

export const importWorkflow = (org: string, body: { document: unknown; name?: string }) =>
  request<Imported>("POST", `${base(org)}/import`, { body });

export const testWorkflow = (org: string, id: string, body: { input?: unknown; use?: "draft" | "published" }) =>
  request<Run>("POST", `${base(org)}/${id}/test`, { body });

export type Preview = { ok: boolean; value?: unknown; error?: string | null };

export const previewExpression = (org: string, body: { expression: string; input?: object; workflowId?: string }) =>
  request<Preview>("POST", `${base(org)}/preview`, { body });

export interface Trial {
  ok: boolean;
  output: unknown;
  port: string | null;
  error: { code: string; message: string } | string | null;
  durationMs: number;
}

export const tryFunction = (
  org: string,
  body: {
    function: string;
    credentialId?: string | null;
    inputs: Record<string, Binding>;
    sample?: { trigger?: unknown; steps?: Record<string, unknown> };
  },
) => request<Trial>("POST", `${base(org)}/functions/test`, { body });

export interface RunFilters {
  workflowId?: string;
  status?: string;
  triggerType?: string;
  test?: string;
  nextToken?: string;
}

/** Renewed while the page can be seen. */
export const runsQuery = (org: string, filters: RunFilters) =>
  queryOptions({
    queryKey: [...runsKey(org), "list", filters],
    queryFn: ({ signal }) =>
      request<Page<RunSummary>>("GET", runs(org), { query: { ...filters, pageSize: 25 }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: filters.nextToken ? false : idleMs,
    refetchIntervalInBackground: false,
  });

/** Renewed each second until it is over. */
export const runQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...runsKey(org), "one", id],
    queryFn: ({ signal }) => request<Run>("GET", `${runs(org)}/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isActive(state.data) ? activeMs : false),
  });

/** The newest run of a workflow with its steps; null before there is one. */
export const newestRunQuery = (org: string, workflowId: string) =>
  queryOptions({
    queryKey: [...runsKey(org), "newest", workflowId],
    queryFn: async ({ signal }) => {
      const query = { workflowId, pageSize: 1 };
      const [newest] = (await request<Page<RunSummary>>("GET", runs(org), { query, signal })).data;
      return newest ? request<Run>("GET", `${runs(org)}/${newest.id}`, { signal }) : null;
    },
  });

export const retryRun = (org: string, id: string, use: "same" | "published" | "draft") =>
  request<Run>("POST", `${runs(org)}/${id}/retry`, { body: { use } });

export const cancelRun = (org: string, id: string) => request<Run>("POST", `${runs(org)}/${id}/cancel`, { body: {} });

export interface Parameter {
  id: string;
  name: string;
  description: string | null;
  secret: boolean;
  value: unknown;
  version: number;
  dtLastModified: string;
}

const parameters = (org: string) => `/organizations/${org}/workflowparameters`;
export const parametersKey = (org: string) => [org, "workflow-parameters"] as const;

export const parametersQuery = (org: string, filters: { nextToken?: string } = {}) =>
  queryOptions({
    queryKey: [...parametersKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<Parameter>>("GET", parameters(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const createParameter = (
  org: string,
  body: { name: string; description?: string; secret: boolean; value: unknown },
) => request<Parameter>("POST", parameters(org), { body });

export const updateParameter = (
  org: string,
  id: string,
  body: { version: number; name?: string; description?: string; value?: unknown },
) => request<Parameter>("PUT", `${parameters(org)}/${id}`, { body });

export const deleteParameter = (org: string, id: string) => request<Parameter>("DELETE", `${parameters(org)}/${id}`);
