import type { ColumnType, Generated } from "kysely";

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type Json<T> = ColumnType<T, string, string>;

export interface EventTables {
  events: {
    id: string;
    organization_id: string;
    event_name: string;
    event_time: Timestamp;
    /** `new` and `old`, and whatever else the event carries. */
    data: Json<Record<string, unknown>>;
    resource_id: string | null;
    account_id: string | null;
    idempotency_key: string | null;
    dt_actioned: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  event_names: {
    organization_id: string;
    event_name: string;
    /** Dotted path -> type of its value, as seen. */
    fields: Json<Record<string, string>>;
  };
  event_types: {
    id: string;
    organization_id: string;
    event_name: string;
    description: string;
    /** JSON Schema of the events' data. */
    schema: Json<Record<string, unknown>>;
    version: Generated<number>;
    dt_created: Timestamp;
    dt_last_modified: Timestamp;
    created_by: string | null;
    last_modified_by: string | null;
  };
  notification_rules: {
    id: string;
    organization_id: string;
    name: string;
    description: string;
    code: string;
    event_name: string;
    calculation: string;
    active: boolean;
    always_fire_event: boolean;
    version: Generated<number>;
    dt_created: Timestamp;
    dt_last_modified: Timestamp;
    created_by: string | null;
    last_modified_by: string | null;
  };
  notification_links: {
    rule_id: string;
    organization_id: string;
    kind: "WEBHOOK" | "WORKFLOW";
    target_id: string;
  };
  event_matches: { organization_id: string; rule_id: string; event_id: string };
}
