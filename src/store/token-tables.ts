import type { ColumnType, Generated } from "kysely";

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string, string>;

/** SPENDING: a refresh was begun and its end is not known yet. */
export type TokenState = "READY" | "SPENDING" | "UNCERTAIN" | "REVOKED";

export interface TokenTables {
  credential_tokens: {
    credential_id: string;
    organization_id: string;
    /** Digest of scope, audience and token URL. */
    slot: string;
    state: TokenState;
    /** Moves on with every lease, so that a holder who comes late is known. */
    fence: Generated<number>;
    /** Moves on with every token that is stored. */
    generation: Generated<number>;
    /** Token, refresh token and what it was obtained with. */
    sealed: string | null;
    /** By the database's clock; null: until the system refuses it. */
    expires_at: NullableTimestamp;
    lease_until: NullableTimestamp;
    /** When a refresh was begun whose answer was lost. */
    lost_at: NullableTimestamp;
    way_back_tried: Generated<boolean>;
    failures: Generated<number>;
    retry_at: NullableTimestamp;
    /** In plain words, what keeps the token from being renewed. */
    failure: Json<{ verdict: string; detail: string; status: number | null; material: string }> | null;
    dt_changed: Timestamp;
  };
  oauth_sign_ins: {
    state_hash: Buffer;
    organization_id: string;
    credential_id: string;
    /** Who may finish it: a person's session, or the browser that opened a connect link. */
    user_id: string | null;
    browser_hash: Buffer | null;
    link_id: string | null;
    /** PKCE verifier. */
    sealed: string;
    dt_expires: Timestamp;
  };
  connect_links: {
    id: string;
    token_hash: Buffer;
    organization_id: string;
    credential_id: string;
    created_by: string | null;
    browser_hash: Buffer | null;
    dt_created: Timestamp;
    dt_expires: Timestamp;
    dt_used: NullableTimestamp;
    awaits_choice: Generated<boolean>;
  };
}
