import type { ColumnType, Generated } from "kysely";

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

export type ActiveState = "QUEUED" | "RUNNING" | "WAITING";
export type EndState = "COMPLETED" | "FAILED" | "CANCELLED";
export type RunStatus = ActiveState | EndState;
export type TriggerType = "manual" | "webhook" | "notification" | "schedule" | "workflow";
export type StepStatus = "COMPLETED" | "FAILED" | "CAUGHT" | "SKIPPED" | "WAITING" | "RETRYING";

/** Why a step or a run ended badly, in words that hold no secret. */
export interface RunError {
  code: string;
  message: string;
  stepId?: string;
  /** Nobody knows whether the call took effect: a repetition must carry the same key. */
  uncertain?: boolean;
}

interface ChangedBy {
  version: Generated<number>;
  dt_created: Timestamp;
  dt_last_modified: Timestamp;
  created_by: string | null;
  last_modified_by: string | null;
}

interface RunFacts {
  organization_id: string;
  workflow_id: string;
  /** null: a draft, which the row then holds in `definition`. */
  workflow_version: number | null;
  definition: NullableJson<unknown>;
  is_test: boolean;
  trigger_type: TriggerType;
  trigger_ref: string | null;
  input: Json<unknown>;
  retry_of: string | null;
  parent_run_id: string | null;
  parent_step: string | null;
  dt_created: Timestamp;
  dt_started: NullableTimestamp;
}

export interface WorkflowTables {
  workflows: ChangedBy & {
    id: string;
    organization_id: string;
    name: string;
    description: string | null;
    draft: NullableJson<unknown>;
    published_version: number | null;
    enabled: boolean;
    use_draft: boolean;
    trigger_type: TriggerType | null;
    /** The rule of a notification trigger, the webhook of a webhook trigger, the cron line of a schedule. */
    trigger_ref: string | null;
    /** Of a schedule; null: not worked out since the last change. */
    next_at: NullableTimestamp;
  };
  workflow_versions: {
    workflow_id: string;
    number: number;
    organization_id: string;
    definition: Json<unknown>;
    note: string | null;
    dt_created: Timestamp;
    created_by: string | null;
  };
  workflow_parameters: ChangedBy & {
    id: string;
    organization_id: string;
    name: string;
    description: string | null;
    is_secret: boolean;
    value: NullableJson<unknown>;
    sealed: string | null;
  };
  /** Runs that are not over. The row goes when the run ends. */
  workflow_active_runs: RunFacts & {
    id: string;
    state: ActiveState;
    owner: string | null;
    wake_at: Timestamp;
    deadline_at: Timestamp;
    run_limit: number | null;
    ordering_key: string | null;
    /** A run that it started ended while it was at work: it must not park before it has looked. */
    woken: Generated<boolean>;
  };
  /** Runs that are over. Rows are only added and, when they are old, deleted. */
  workflow_runs: RunFacts & {
    id: string;
    status: EndState;
    output: NullableJson<unknown>;
    error: NullableJson<RunError>;
    dt_finished: Timestamp;
  };
  workflow_run_steps: {
    run_id: string;
    step_id: string;
    iteration: string;
    organization_id: string;
    status: StepStatus;
    attempts: number;
    port: string | null;
    input: NullableJson<unknown>;
    output: NullableJson<unknown>;
    error: NullableJson<RunError>;
    idempotency_key: string | null;
    wake_at: NullableTimestamp;
    dt_started: Timestamp;
    dt_finished: NullableTimestamp;
  };
  /** What started a run once and must not start another: a schedule's time, an event, a step of another run. */
  workflow_starts: { workflow_id: string; key: string; organization_id: string; run_id: string; dt_created: Timestamp };
  /** Steps that wait for a message of an incoming webhook. */
  workflow_waits: {
    run_id: string;
    step_id: string;
    iteration: string;
    organization_id: string;
    webhook_id: string;
    match_path: string | null;
    match_value: string | null;
    dt_expires: Timestamp;
  };
}
