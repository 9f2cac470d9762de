import type { Kysely } from "kysely";
import { type RawBuilder, sql } from "kysely";
import type { Database } from "./schema.ts";

/** A column of sealed values: `cz1.<data key>.<nonce>.<ciphertext>`. */
export interface SealedColumn {
  table: string;
  column: string;
  /** What names a row within its organization, in the order of an index. */
  key: Record<string, "uuid" | "text" | "int4" | "bytea">;
  /** Its rows are found by these, which the first column of the key names, because no index begins with the organization. */
  parents?: string;
}

export interface SealedRow {
  key: string[];
  /** null: nothing to do, it is sealed with that key or not at all. */
  sealed: string | null;
}

const asText = (name: string, type: string): RawBuilder<string> =>
  type === "bytea" ? sql<string>`encode(${sql.ref(name)}, 'hex')` : sql<string>`${sql.ref(name)}::text`;
const fromText = (value: RawBuilder<unknown>, type: string): RawBuilder<unknown> =>
  type === "bytea" ? sql`decode(${value}, 'hex')` : sql`${value}::${sql.raw(type)}`;
const list = (parts: RawBuilder<unknown>[]): RawBuilder<unknown> => sql.join(parts, sql`, `);

const keyIdIn = (column: string): RawBuilder<string> => sql<string>`split_part(${sql.ref(column)}, '.', 2)`;

/** Rows of one organization, at most `limit`, by an index of the key. */
function rowsOf(
  { table, column, key, parents }: SealedColumn,
  organizationId: string,
  limit: number,
  after?: string[],
) {
  const names = Object.keys(key);
  const [first = ""] = names;
  const start = list(Object.values(key).map((type, at) => fromText(sql`${after?.[at]}`, type)));
  const isLater = after ? sql`and (${list(names.map((name) => sql.ref(`t.${name}`)))}) > (${start})` : sql``;
  const wanted = list([...names, column].map((name) => sql.ref(`t.${name}`)));
  const order = list(names.map((name) => sql.ref(name)));
  if (!parents)
    return sql`select ${wanted} from ${sql.table(table)} t
      where t.organization_id = ${organizationId}::uuid ${isLater} order by ${order} limit ${limit}`;
  const isLaterParent = after ? sql`and p.id >= ${after[0]}::uuid` : sql``;
  return sql`select of_one.* from (
      select p.id from ${sql.table(parents)} p where p.organization_id = ${organizationId}::uuid ${isLaterParent} order by p.id
    ) p cross join lateral (
      select ${wanted} from ${sql.table(table)} t where t.${sql.ref(first)} = p.id ${isLater} order by ${order} limit ${limit}
    ) of_one order by ${order} limit ${limit}`;
}

/** The next rows after one, with what is sealed under another key than `activeId`. Reads at most `limit` rows. */
export async function readSealed(
  db: Kysely<Database>,
  place: SealedColumn,
  {
    organizationId,
    activeId,
    after,
    limit,
  }: {
    organizationId: string;
    activeId: string;
    after: string[] | undefined;
    limit: number;
  },
): Promise<SealedRow[]> {
  const key = list(Object.entries(place.key).map(([name, type]) => asText(`r.${name}`, type)));
  const { rows } = await sql<SealedRow>`
    select array[${key}] as key,
      case when ${keyIdIn(`r.${place.column}`)} <> ${activeId} then ${sql.ref(`r.${place.column}`)} end as sealed
    from (${rowsOf(place, organizationId, limit, after)}) r`.execute(db);
  return rows;
}

export interface Resealed {
  key: string[];
  before: string;
  after: string;
}

/**
 * Puts what was sealed anew in the place of what was read. A row that somebody changed since, or holds right now, is left:
 * theirs is the newer value. Nobody is waited for. Gives how many were replaced, by the data key before.
 */
export async function replaceSealed(
  db: Kysely<Database>,
  place: SealedColumn,
  organizationId: string,
  values: readonly Resealed[],
): Promise<Map<string, number>> {
  if (values.length === 0) return new Map();
  const names = Object.keys(place.key);
  const column = sql.ref(`t.${place.column}`);
  const columns = [...names.map((_, at) => values.map(({ key }) => key[at])), ...[values.map(({ before }) => before)]];
  const given = list([...columns, values.map(({ after }) => after)].map((texts) => sql`${texts}::text[]`));
  const aliases = list([...names.map((_, at) => sql.ref(`k${at}`)), sql.ref("before"), sql.ref("after")]);
  const isRow = sql.join(
    Object.entries(place.key).map(
      ([name, type], at) => sql`${sql.ref(`t.${name}`)} = ${fromText(sql.ref(`n.k${at}`), type)}`,
    ),
    sql` and `,
  );
  const { rows } = await sql<{ id: string; count: number }>`
    with n as (select * from unnest(${given}) as n (${aliases})),
      held as (
        select n.* from ${sql.table(place.table)} t join n on ${isRow}
        where t.organization_id = ${organizationId}::uuid and ${column} = n.before
        for update of t skip locked
      ),
      replaced as (
        update ${sql.table(place.table)} t set ${sql.ref(place.column)} = n.after from held n
        where t.organization_id = ${organizationId}::uuid and ${isRow} and ${column} = n.before
        returning split_part(n.before, '.', 2) as id
      )
    select id, count(*)::int as count from replaced group by id`.execute(db);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** How many values each data key of the organization holds in a place. Reads all of its rows there. */
export async function countSealed(
  db: Kysely<Database>,
  place: SealedColumn,
  organizationId: string,
): Promise<Map<string, number>> {
  const column = sql.ref(place.column);
  const { rows } = await sql<{ id: string; count: number }>`
    select ${keyIdIn(place.column)} as id, count(*)::int as count from ${sql.table(place.table)}
    where organization_id = ${organizationId}::uuid and ${column} is not null group by 1`.execute(db);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

export interface Count {
  count: number;
  /** False: there may be more. */
  isComplete: boolean;
}

/** How many values a data key holds in all places, among the first `limit` rows of each. One query, by indexes. */
export async function countUnder(
  db: Kysely<Database>,
  places: readonly SealedColumn[],
  { organizationId, keyId, limit }: { organizationId: string; keyId: string; limit: number },
): Promise<Count> {
  const parts = places.map(
    (
      place,
    ) => sql`select count(*) filter (where ${keyIdIn(`r.${place.column}`)} = ${keyId}) as under, count(*) as looked_at
      from (${rowsOf(place, organizationId, limit)}) r`,
  );
  const { rows } = await sql<Count>`
    select sum(under)::int as count, bool_and(looked_at < ${limit}) as "isComplete"
    from (${sql.join(parts, sql` union all `)}) as places`.execute(db);
  return rows[0] ?? { count: 0, isComplete: true };
}
