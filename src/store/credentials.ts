import { type Selectable, sql } from "kysely";
import { announceChange, type Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";
import type { CredentialStatus, Database, StatusDetail } from "./schema.ts";

/** Everything of a credential but its secrets, which only `credential-secrets.ts` reads. */
export type CredentialRow = Selectable<Database["credentials"]> & { created_by_name: string | null };

export type CredentialSort = "created" | "name" | "lastUsed";

export interface CredentialQuery {
  destination?: string;
  type?: string;
  status?: CredentialStatus;
  /** Only of these destinations and types; not empty. */
  oneOf?: { destination: string; type: string }[];
  /** Part of the name in any case, or a whole id. */
  q?: string;
  deleted: boolean;
  sort: CredentialSort;
  pageSize: number;
  nextToken?: string;
}

const selectCredentials = (tx: Tx) =>
  tx
    .selectFrom("credentials")
    .leftJoin("users", "users.id", "credentials.created_by")
    .leftJoin("service_users", "service_users.id", "credentials.created_by")
    .selectAll("credentials")
    .select((eb) => eb.fn.coalesce("users.email", "service_users.name").as("created_by_name"));

/** One query; by the list's index unless it searches by name or sorts by use. */
export async function listCredentials(tx: Tx, query: CredentialQuery) {
  let select = selectCredentials(tx)
    .where("credentials.dt_deleted", query.deleted ? "is not" : "is", null)
    .limit(query.pageSize + 1);
  if (query.destination) select = select.where("credentials.destination", "=", query.destination);
  if (query.type) select = select.where("credentials.type", "=", query.type);
  const { oneOf } = query;
  if (oneOf) {
    select = select.where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple("credentials.destination", "credentials.type"),
        "in",
        oneOf.map(({ destination, type }) => tuple(destination, type)),
      ),
    );
  }
  if (query.status) select = select.where("credentials.status", "=", query.status);
  if (query.q) {
    const { q } = query;
    const pattern = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
    select = select.where((eb) =>
      eb.or([eb("credentials.name", "ilike", pattern), eb(sql`credentials.id::text`, "=", q.toLowerCase())]),
    );
  }
  const sorted = sortings[query.sort](select, query.nextToken);
  return toPage(
    await sorted.execute(),
    query.pageSize,
    (row) => row,
    (row) => ({ id: row.id, value: cursorValue[query.sort](row) }),
  );
}

type Select = ReturnType<typeof selectCredentials>;

const lastUsed = sql<Date>`coalesce(credentials.last_used_at, '-infinity')`;

const sortings: Record<CredentialSort, (select: Select, nextToken: string | undefined) => Select> = {
  created: (select, nextToken) => {
    const sorted = select.orderBy("credentials.id", "desc");
    return nextToken ? sorted.where("credentials.id", "<", decodeCursor(nextToken).id) : sorted;
  },
  name: (select, nextToken) => {
    const sorted = select.orderBy(sql`lower(credentials.name)`).orderBy("credentials.id");
    if (!nextToken) return sorted;
    const { value = "", id } = decodeCursor(nextToken);
    return sorted.where(sql<boolean>`(lower(credentials.name), credentials.id) > (${value}, ${id}::uuid)`);
  },
  lastUsed: (select, nextToken) => {
    const sorted = select.orderBy(lastUsed, "desc").orderBy("credentials.id", "desc");
    if (!nextToken) return sorted;
    const { value, id } = decodeCursor(nextToken);
    const since = value ?? "-infinity";
    return sorted.where(sql<boolean>`(${lastUsed}, credentials.id) < (${since}::timestamptz, ${id}::uuid)`);
  },
};

const cursorValue: Record<CredentialSort, (row: CredentialRow) => string | null | undefined> = {
  created: () => undefined,
  name: (row) => row.name.toLowerCase(),
  lastUsed: (row) => row.last_used_at?.toISOString() ?? null,
};

/** Deleted ones too. */
export async function findCredential(tx: Tx, id: string): Promise<CredentialRow | undefined> {
  return selectCredentials(tx).where("credentials.id", "=", id).executeTakeFirst();
}

/** Holds the row until the transaction ends, so that checks made on it stay true. */
export async function lockCredential(tx: Tx, id: string): Promise<Selectable<Database["credentials"]> | undefined> {
  return tx.selectFrom("credentials").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export interface NewCredential {
  id: string;
  organizationId: string;
  name: string;
  destination: string;
  type: string;
  fields: Record<string, string>;
  sealedFields: string[];
  actorId: string;
  /** Of one that waits for its sign-in. */
  pendingUntil: Date | null;
  /** When its own values say that they end. */
  expiresAt?: Date | null;
}

export async function insertCredential(tx: Tx, credential: NewCredential): Promise<void> {
  await tx
    .insertInto("credentials")
    .values({
      id: credential.id,
      organization_id: credential.organizationId,
      name: credential.name,
      destination: credential.destination,
      type: credential.type,
      fields: JSON.stringify(credential.fields),
      sealed_fields: credential.sealedFields,
      status: credential.pendingUntil ? "PENDING" : "UNTESTED",
      pending_until: credential.pendingUntil,
      expires_at: credential.expiresAt ?? null,
      created_by: credential.actorId,
      last_modified_by: credential.actorId,
    })
    .execute();
}

export interface CredentialChange {
  name?: string;
  fields?: Record<string, string>;
  sealedFields?: string[];
  status?: CredentialStatus;
  statusDetail?: StatusDetail | null;
  dtDeleted?: Date | null;
  expiresAt?: Date | null | undefined;
}

/** Makes a change of a person or a service user: the version moves on and every cache lets go. */
export async function changeCredential(tx: Tx, id: string, actorId: string, change: CredentialChange): Promise<void> {
  await tx
    .updateTable("credentials")
    .set((eb) => ({
      version: eb("version", "+", 1),
      dt_last_modified: sql<Date>`now()`,
      last_modified_by: actorId,
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.fields === undefined ? {} : { fields: JSON.stringify(change.fields) }),
      ...(change.sealedFields === undefined ? {} : { sealed_fields: change.sealedFields }),
      ...(change.status === undefined ? {} : { status: change.status }),
      ...(change.statusDetail === undefined
        ? {}
        : { status_detail: change.statusDetail && JSON.stringify(change.statusDetail) }),
      ...(change.dtDeleted === undefined ? {} : { dt_deleted: change.dtDeleted }),
      ...(change.expiresAt === undefined ? {} : { expires_at: change.expiresAt }),
    }))
    .where("id", "=", id)
    .execute();
  await announceChange(tx, "credential", id);
}

/** Credentials and failing ones per destination. One query. */
export async function countCredentials(tx: Tx): Promise<Map<string, { credentials: number; disconnected: number }>> {
  const rows = await tx
    .selectFrom("credentials")
    .where("dt_deleted", "is", null)
    .groupBy("destination")
    .select((eb) => [
      "destination",
      eb.fn.countAll<string>().as("all"),
      eb.fn.countAll<string>().filterWhere("status", "in", ["FAILING", "REVOKED", "UNCERTAIN"]).as("disconnected"),
    ])
    .execute();
  return new Map(
    rows.map((row) => [row.destination, { credentials: Number(row.all), disconnected: Number(row.disconnected) }]),
  );
}
