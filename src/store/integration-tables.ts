import type { ColumnType, Generated } from "kysely";

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string, string>;

/** The last five are written by nothing but an attempt; WAITING and the two retries are due again. */
export const runStatuses = [
  "WAITING",
  "STARTED",
  "COMPLETE",
  "ERROR",
  "AWAITING_RETRY",
  "RATE_LIMIT_RETRY",
  "AUTH_FAILED",
  "ACCOUNTING_PERIOD_CLOSED",
  "INVOICE_ALREADY_PAID",
  "DISABLED",
  "TIMEOUT_LIMIT_EXCEEDED",
] as const;
export type IntegrationRunStatus = (typeof runStatuses)[number];

export interface IntegrationStep {
  method: string;
  path: string;
  format: "json" | "form";
  /** JSONata; its value is the body. */
  mapping?: string | undefined;
}

export interface ConfigData {
  preset?: string | undefined;
  events?: string[] | undefined;
  steps?: IntegrationStep[] | undefined;
  externalId?: string | undefined;
  externalTable?: string | undefined;
  accountTable?: string | undefined;
  accountFilter?:
    | { allow?: string[] | undefined; deny?: string[] | undefined; expression?: string | undefined }
    | undefined;
  maxFailures?: number | undefined;
  notify?: string[] | undefined;
}

/** What a run is made of: it stays the same on every attempt and replay. */
export interface RunInput {
  entity: Record<string, unknown>;
  old: Record<string, unknown> | null;
  event: { id: string; eventName: string; eventTime: string; depth?: number };
  notification?: { id: string; code: string; name: string };
}

export interface PreparedRequest {
  method: string;
  path: string;
  format: "json" | "form";
  body: unknown;
}

export interface LogEntry {
  attempt: number;
  dtStarted: string;
  durationMs: number;
  request: { method: string; path: string; headers: Record<string, string>; body: unknown } | null;
  response: { status: number; headers: Record<string, unknown>; body: string } | null;
  error: string | null;
}

interface ChangedBy {
  version: Generated<number>;
  dt_created: Timestamp;
  dt_last_modified: Timestamp;
  created_by: string | null;
  last_modified_by: string | null;
}

export interface IntegrationTables {
  integration_configs: ChangedBy & {
    id: string;
    organization_id: string;
    name: string;
    entity_type: string;
    /** null: every entity of the type. */
    entity_id: string | null;
    destination: string;
    destination_id: string | null;
    config_data: Json<ConfigData>;
    /** null: the credential was destroyed, or the destination needs none. */
    credential_id: string | null;
    enabled: Generated<boolean>;
    /** Runs in a row that ended in failure. */
    failures: Generated<number>;
    dt_disabled: NullableTimestamp;
    disabled_reason: string | null;
  };
  integration_settings: {
    organization_id: string;
    max_failures: number;
    notify: string[];
    version: Generated<number>;
  };
  integration_runs: ChangedBy & {
    id: string;
    organization_id: string;
    /** null: the configuration was deleted. */
    config_id: string | null;
    parent_id: string | null;
    event_id: string | null;
    /** Idempotency keys of the requests begin with it: that of a replay is its own. */
    request_key: string;
    entity_type: string;
    entity_id: string;
    destination: string;
    destination_id: string | null;
    status: Generated<IntegrationRunStatus>;
    input: Json<RunInput>;
    /** Set once a step's request is made, so that each attempt sends the same. */
    requests: ColumnType<PreparedRequest[] | null, string | null | undefined, string | null>;
    /** Bodies that the finished steps were answered with. */
    answers: ColumnType<unknown[], string | undefined, string>;
    attempts: Generated<number>;
    /** Next attempt, or the end of the lease while one is under way; null once it is over. */
    due_at: NullableTimestamp;
    leased_by: string | null;
    error: string | null;
    url: string | null;
    external_id: string | null;
    dt_started: NullableTimestamp;
    dt_completed: NullableTimestamp;
  };
  integration_run_logs: {
    run_id: string;
    organization_id: string;
    attempt: number;
    step: number;
    entry: Json<LogEntry>;
  };
  external_mappings: ChangedBy & {
    id: string;
    organization_id: string;
    m3ter_entity: string;
    m3ter_id: string;
    external_system: string;
    external_table: string;
    external_id: string;
    config_id: string | null;
  };
}
