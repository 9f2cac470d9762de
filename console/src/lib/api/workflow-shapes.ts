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
  min?: number;
  max?: number;
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
  retryable: boolean;
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

export interface CredentialNeed {
  ref: string;
  name: string;
  destination: string;
  type: string;
  suggestedId: string | null;
}

export interface ReferenceNeed {
  ref: string;
  kind: "incomingwebhook" | "notificationrule" | "webhook" | "workflow";
  name: string;
  credentialType: string | null;
  eventName: string | null;
  places: string[];
  matches: { id: string; name: string }[];
  suggestedId: string | null;
}

export interface ParameterNeed {
  name: string;
  secret: boolean;
  exists: boolean;
}

export interface ImportNeeds {
  name: string;
  description: string | null;
  credentials: CredentialNeed[];
  references: ReferenceNeed[];
  parameters: ParameterNeed[];
  faults: Fault[];
}

export type Preview = { ok: boolean; value?: unknown; error?: string | null };

export interface Trial {
  ok: boolean;
  output: unknown;
  port: string | null;
  error: { code: string; message: string } | string | null;
  durationMs: number;
}
