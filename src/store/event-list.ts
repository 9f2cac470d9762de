import { type SelectQueryBuilder, sql } from "kysely";
import type { Database, Tx } from "./db.ts";
import type { EventRow } from "./events.ts";
import { decodeCursor, toPage } from "./paging.ts";

export interface EventQuery {
  ids?: string[];
  notificationId?: string;
  notificationCode?: string;
  accountId?: string;
  resourceId?: string;
  eventName?: string;
  /** Names that begin so. */
  namePrefix?: string;
  onlyMatched?: boolean;
  includeActioned: boolean;
  pageSize: number;
  nextToken?: string;
}

/** Newest first, by index whatever is asked for. */
export async function listEvents(tx: Tx, query: EventQuery) {
  const rows = await read(tx, query);
  return toPage(
    rows,
    query.pageSize,
    (row) => row,
    ({ id }) => ({ id }),
  );
}

function read(tx: Tx, query: EventQuery): Promise<EventRow[]> {
  if (query.notificationId || query.notificationCode || query.onlyMatched) return readMatched(tx, query);
  if (query.namePrefix !== undefined) return readByPrefix(tx, query, query.namePrefix);
  return newest(tx.selectFrom("events as e").selectAll("e"), query).execute();
}

type FromEvents = SelectQueryBuilder<Database & { e: Database["events"] }, "e", EventRow>;

function newest(select: FromEvents, query: EventQuery): FromEvents {
  return filtered(select, query)
    .orderBy("e.id", "desc")
    .limit(query.pageSize + 1);
}

function filtered(select: FromEvents, query: EventQuery): FromEvents {
  let filter = select;
  if (query.ids) filter = filter.where("e.id", "in", query.ids);
  if (query.accountId) filter = filter.where("e.account_id", "=", query.accountId);
  if (query.resourceId) filter = filter.where("e.resource_id", "=", query.resourceId);
  if (query.eventName) filter = filter.where("e.event_name", "=", query.eventName);
  if (!query.includeActioned) filter = filter.where("e.dt_actioned", "is", null);
  if (query.nextToken) filter = filter.where("e.id", "<", decodeCursor(query.nextToken).id);
  return filter;
}

/** The newest of each name that begins so, then the newest of those: an organization has few such names. */
async function readByPrefix(tx: Tx, query: EventQuery, prefix: string): Promise<EventRow[]> {
  const known = await tx
    .selectFrom("event_names")
    .select("event_name")
    .where("event_name", "like", `${prefix}%`)
    .execute();
  const names = known.map(({ event_name }) => event_name);
  const ofName = (name: string) => newest(tx.selectFrom("events as e").selectAll("e"), { ...query, eventName: name });
  const wanted = query.eventName === undefined ? names : names.filter((name) => name === query.eventName);
  if (wanted.length === 0) return [];
  const parts = wanted.map((name) => sql`(${ofName(name)})`);
  const { rows } = await sql<EventRow>`
    select * from (${sql.join(parts, sql` union all `)}) as e order by id desc limit ${query.pageSize + 1}`.execute(tx);
  return rows;
}

/** Walks the matches, newest first: there may be few of them among many events. */
async function readMatched(tx: Tx, query: EventQuery): Promise<EventRow[]> {
  const { notificationId, notificationCode, namePrefix } = query;
  let select = tx
    .selectFrom("event_matches as m")
    .innerJoin("events as e", "e.id", "m.event_id")
    .distinctOn("m.event_id")
    .selectAll("e")
    .orderBy("m.event_id", "desc")
    .limit(query.pageSize + 1);
  if (notificationId) select = select.where("m.rule_id", "=", notificationId);
  if (notificationCode) {
    select = select.where("m.rule_id", "=", (eb) =>
      eb.selectFrom("notification_rules as r").select("r.id").where("r.code", "=", notificationCode),
    );
  }
  if (query.nextToken) select = select.where("m.event_id", "<", decodeCursor(query.nextToken).id);
  if (namePrefix !== undefined) select = select.where("e.event_name", "like", `${namePrefix}%`);
  return filtered(select as unknown as FromEvents, query).execute();
}
