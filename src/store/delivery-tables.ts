import type { ColumnType, Generated } from "kysely";

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string, string>;

export type DeliveryStatus = "WAITING" | "DELIVERED" | "FAILED";

export interface DeliveryTables {
  outgoing_webhooks: {
    id: string;
    organization_id: string;
    name: string;
    code: string;
    description: string;
    url: string;
    /** null: the credential was destroyed; every attempt fails. */
    credential_id: string | null;
    active: boolean;
    /** Attempts under way at once, in each process. */
    concurrency: number;
    /** In each process; null: no limit. */
    requests_per_second: number | null;
    /** Dotted path into the notification's body; deliveries with the same value there go one after another. */
    ordering_key: string | null;
    /** RFC 9421 beside the usual signatures. */
    message_signature: boolean;
    /** Since when every attempt failed. */
    failing_since: NullableTimestamp;
    /** Set after three days of failure; deliveries wait until the webhook is switched on again. */
    dt_paused: NullableTimestamp;
    /** Its receiver answered 410 then, and the webhook was switched off. */
    dt_gone: NullableTimestamp;
    /** The receiver asked for no message before; until then none is fetched. */
    held_until: NullableTimestamp;
    version: Generated<number>;
    dt_created: Timestamp;
    dt_last_modified: Timestamp;
    created_by: string | null;
    last_modified_by: string | null;
  };
  deliveries: {
    /** The message id: the same on every attempt. */
    id: string;
    organization_id: string;
    webhook_id: string;
    event_id: string | null;
    event_name: string;
    body: Buffer;
    ordering_key: string | null;
    /** How many workflows started each other until this message. */
    depth: Generated<number>;
    status: Generated<DeliveryStatus>;
    attempts: Generated<number>;
    /** Next attempt, or the end of the lease while one is under way; null once it is over. */
    due_at: NullableTimestamp;
    leased_by: string | null;
    last_status: number | null;
    last_error: string | null;
    replay_of: string | null;
    dt_created: Timestamp;
    dt_finished: NullableTimestamp;
  };
  delivery_attempts: {
    delivery_id: string;
    organization_id: string;
    number: number;
    dt_started: Timestamp;
    duration_ms: number;
    status: number | null;
    error: string | null;
    request_headers: Json<[string, string][]>;
    response_headers: Json<[string, string][]>;
    response_body: Buffer;
    next_at: NullableTimestamp;
  };
  delivery_counts: {
    webhook_id: string;
    organization_id: string;
    hour: Timestamp;
    delivered: number;
    failed: number;
  };
}
