import type { ColumnType, Generated } from "kysely";
import type { DeliveryTables } from "./delivery-tables.ts";
import type { EventTables } from "./event-tables.ts";
import type { IntegrationTables } from "./integration-tables.ts";
import type { TokenTables } from "./token-tables.ts";
import type { WorkflowTables } from "./workflow-tables.ts";

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string, string>;

interface Changed {
  version: Generated<number>;
  dt_created: Timestamp;
  dt_last_modified: Timestamp;
}

interface ChangedBy extends Changed {
  created_by: string | null;
  last_modified_by: string | null;
}

export type CredentialStatus =
  | "UNTESTED"
  | "OK"
  | "FAILING"
  | "EXPIRING"
  | "REVOKED"
  | "UNCERTAIN"
  | "DISABLED"
  | "PENDING";

export interface StatusDetail {
  verdict: string;
  summary: string;
  checkedAt: string;
  /** Method and URL of the call that told it. */
  checked?: string | null;
}

export interface PermissionStatement {
  effect: "allow" | "deny";
  action: string[];
  resource: string[];
}

export type PrincipalType = "USER" | "SERVICEUSER" | "USERGROUP" | "SUPPORTUSERS";

export interface VerdictStep {
  check: string;
  /** null: not reached. */
  passed: boolean | null;
  expected?: string;
  received?: string;
  likelyCause?: string;
}

export interface StoredVerdict {
  accepted: boolean;
  reason: string | null;
  steps: VerdictStep[];
}

export interface Database extends DeliveryTables, EventTables, IntegrationTables, TokenTables, WorkflowTables {
  instance: {
    only_row: Generated<boolean>;
    root_key_fingerprint: string;
    root_key_check: string;
    dt_created: Timestamp;
  };
  data_keys: {
    id: string;
    organization_id: string | null;
    generation: number;
    wrapped: string;
    root_key_fingerprint: string;
    /** RETIRING: replaced, and values are still sealed with it. */
    status: "ACTIVE" | "RETIRING" | "RETIRED";
    created_by: string | null;
    dt_created: Timestamp;
    dt_replaced: NullableTimestamp;
    dt_retired: NullableTimestamp;
    /** Sealed with it when the work of sealing anew began; null: not counted yet. */
    values_found: number | null;
    values_left: number | null;
  };
  signing_keys: {
    id: string;
    algorithm: string;
    public_jwk: Json<Record<string, unknown>>;
    sealed_private_key: string;
    dt_created: Timestamp;
    dt_retired: NullableTimestamp;
  };
  organizations: Changed & { id: string; name: string };
  users: Changed & {
    id: string;
    email: string;
    email_canonical: string;
    first_name: string | null;
    last_name: string | null;
    password_hash: string;
  };
  organization_users: { organization_id: string; user_id: string; dt_created: Timestamp };
  sessions: {
    token_hash: Buffer;
    user_id: string;
    user_agent: string | null;
    dt_created: Timestamp;
    dt_last_seen: Timestamp;
    dt_expires: Timestamp;
  };
  sign_in_failures: { identity_hash: Buffer; failures: number; locked_until: NullableTimestamp; dt_last: Timestamp };
  service_users: ChangedBy & { id: string; organization_id: string; name: string };
  access_keys: {
    id: string;
    organization_id: string;
    service_user_id: string;
    access_key_id: string;
    secret_hash: Buffer;
    status: "ACTIVE" | "INACTIVE";
    last_used_at: NullableTimestamp;
    dt_created: Timestamp;
    created_by: string | null;
  };
  permission_policies: ChangedBy & {
    id: string;
    organization_id: string;
    name: string;
    statements: Json<PermissionStatement[]>;
    managed: Generated<boolean>;
  };
  policy_principals: ChangedBy & {
    id: string;
    organization_id: string;
    policy_id: string;
    principal_type: PrincipalType;
    principal_id: string;
  };
  user_groups: ChangedBy & { id: string; organization_id: string; name: string };
  user_group_members: {
    user_group_id: string;
    user_id: string;
    organization_id: string;
    dt_created: Timestamp;
    created_by: string | null;
  };
  credentials: ChangedBy & {
    id: string;
    organization_id: string;
    name: string;
    destination: string;
    type: string;
    fields: Json<Record<string, string>>;
    sealed_fields: string[];
    status: CredentialStatus;
    status_detail: Json<StatusDetail> | null;
    last_used_at: NullableTimestamp;
    expires_at: NullableTimestamp;
    dt_deleted: NullableTimestamp;
    /** Of a PENDING one: until then its sign-in may be finished. */
    pending_until: NullableTimestamp;
    /** Accounts of a sign-in that gave several, until one is chosen. */
    choices: Json<{ id: string; name: string }[]> | null;
    last_success_at: NullableTimestamp;
    last_failure_at: NullableTimestamp;
    last_failure: string | null;
    next_check_at: NullableTimestamp;
    /** The expiry that an event has told of. */
    announced_expiry: NullableTimestamp;
  };
  credential_secrets: {
    credential_id: string;
    organization_id: string;
    field: string;
    version: number;
    sealed: string;
    /** null: the current value; a time: an earlier value that stays valid for verification until then. */
    valid_until: NullableTimestamp;
  };
  credential_calls: {
    credential_id: string;
    organization_id: string;
    hour: Timestamp;
    calls: number;
    failures: number;
  };
  audit_events: {
    id: string;
    organization_id: string;
    action: string;
    actor_type: string;
    actor_id: string | null;
    actor_name: string | null;
    resource_type: string;
    resource_id: string | null;
    detail: Json<Record<string, unknown>>;
    request_id: string | null;
    dt_occurred: Timestamp;
  };
  idempotency_keys: {
    /** null: the request stands outside organizations. */
    organization_id: string | null;
    actor_id: string;
    key: string;
    operation: string;
    request_mac: Buffer;
    status: number | null;
    sealed_answer: string | null;
    dt_created: Timestamp;
  };
  incoming_webhooks: ChangedBy & {
    id: string;
    organization_id: string;
    name: string;
    /** null: the credential was destroyed; the webhook refuses everything. */
    credential_id: string | null;
    workflow_id: string | null;
    active: boolean;
    token: string;
    options: Json<Record<string, unknown>>;
  };
  incoming_messages: {
    webhook_id: string;
    id: string;
    organization_id: string;
    status: "ACCEPTED" | "REJECTED";
    dedupe_key: Buffer | null;
    provider_event_id: string | null;
    event_type: string | null;
    received_at: Timestamp;
    method: string;
    url: string;
    source_address: string | null;
    headers: Json<[string, string][]>;
    sealed_headers: string | null;
    body: Buffer;
    reason: string | null;
    verdict: Json<StoredVerdict> | null;
    replay_of: string | null;
    duplicates: Generated<number>;
  };
  processed_messages: { message_id: string; organization_id: string; processed_at: Timestamp };
}
