import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import type { Database } from "./schema.ts";

export type { Database } from "./schema.ts";
export type Tx = Transaction<Database>;

/** Channel on which every process hears what changed, so that caches let go of it. */
export const changesChannel = "credenza_changed";

/** The role without privileges of its own that every organization's transaction runs under. */
export const applicationRole = "credenza_app";

export interface Store {
  /** The owner's connections: migrations, sign-in, look-ups across organizations, jobs. Row-level security does not hold here. */
  system: Kysely<Database>;
  systemPool: pg.Pool;
  /**
   * Runs `work` in one transaction that can see only this organization's rows.
   * Costs three round trips beside the work's own queries: begin with the organization set, and commit.
   */
  inOrganization<T>(organizationId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface StoreOptions {
  url: string;
  /** Connections per pool. */
  maxConnections?: number;
  onError: (error: Error) => void;
}

export function createStore({ url, maxConnections = 10, onError }: StoreOptions): Store {
  const systemPool = new pg.Pool({ connectionString: url, max: maxConnections, application_name: "credenza" });
  const tenantPool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: "credenza",
    options: `-c role=${applicationRole}`,
  });
  let isClosing = false;
  const onLost = (error: Error): void => {
    if (!isClosing) onError(error);
  };
  for (const pool of [systemPool, tenantPool]) {
    pool.on("error", onLost);
    pool.on("connect", (client) => client.on("error", onLost));
  }
  const system = new Kysely<Database>({ dialect: new PostgresDialect({ pool: systemPool }) });
  const tenant = new Kysely<Database>({ dialect: new PostgresDialect({ pool: tenantPool }) });

  return {
    system,
    systemPool,
    inOrganization: (organizationId, work) =>
      tenant.transaction().execute(async (tx) => {
        await sql`select set_config('credenza.organization', ${organizationId}, true)`.execute(tx);
        return work(tx);
      }),
    close: async () => {
      isClosing = true;
      await Promise.all([system.destroy(), tenant.destroy()]);
    },
  };
}

/** Until the transaction ends, no other that asks for the same thing goes on. */
export async function holdItem(tx: Tx, item: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${item}, 0))`.execute(tx);
}

/** From here on a transaction of the system's sees only this organization's rows, as `inOrganization` does. */
export async function enterOrganization(tx: Tx, organizationId: string): Promise<void> {
  await sql`set local role ${sql.id(applicationRole)}`.execute(tx);
  await sql`select set_config('credenza.organization', ${organizationId}, true)`.execute(tx);
}

const announced = new WeakMap<Tx, Set<ChangeKind>>();

/** Whether this transaction changes such a thing: what it reads of it is not committed, so no cache may keep that. */
export const hasAnnounced = (tx: Tx, kind: ChangeKind): boolean => announced.get(tx)?.has(kind) ?? false;

/** Tells every process, after this transaction commits, that a cached thing changed. */
export async function announceChange(tx: Tx, kind: ChangeKind, id: string): Promise<void> {
  announced.set(tx, (announced.get(tx) ?? new Set()).add(kind));
  await sql`select pg_notify(${changesChannel}, ${`${kind}:${id}`})`.execute(tx);
}

/** Tells every process of `organization/kind` pairs, for those who watch. One statement. */
export async function announceLive(pool: pg.Pool, touched: readonly string[]): Promise<void> {
  await pool.query({
    name: "announce-live",
    text: "select pg_notify($1, 'live:' || touched) from unnest($2::text[]) as g (touched)",
    values: [changesChannel, touched],
  });
}

export type ChangeKind =
  | "notificationrule"
  | "eventtype"
  | "credential"
  | "incomingwebhook"
  | "access"
  | "session"
  | "datakey"
  | "delivery"
  | "integration"
  | "workflow"
  | "live"
  | "workflowparameter";
