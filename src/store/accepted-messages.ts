import type { Pool, PoolClient } from "pg";

/** Task that works on accepted messages; its job row is written with them. */
export const processMessageTask = "message.process";

export interface AcceptedMessage {
  id: string;
  webhookId: string;
  organizationId: string;
  /** 32 bytes in hexadecimal. */
  dedupeKey: string;
  providerEventId: string | null;
  eventType: string | null;
  receivedAtMs: number;
  method: string;
  url: string;
  sourceAddress: string | null;
  /** JSON of the list of names and values, secrets replaced. */
  headers: string;
  sealedHeaders: string | null;
  body: Buffer;
  /** JSON of the verdict, where it says more than that every check passed. */
  verdict: string | null;
}

/**
 * Bodies, headers and keys travel as binary values, cut in the database: nothing is escaped per message. The commit and the
 * job row, one for all messages of the batch, belong to the same statement, so there is one round trip. The row is written as
 * `graphile_worker.add_job` writes it (decision 022); a test compares the two.
 */
const insertBatch = `
  with given as (
    select * from unnest(
      $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::float8[], $7::text[], $8::text[], $9::text[],
      $10::text[], $11::text[], $12::int[], $13::int[], $14::int[]
    ) with ordinality as g (
      id, webhook_id, organization_id, provider_event_id, event_type, received_at_ms, method, url, source_address,
      sealed_headers, verdict, bytes_from, headers_length, body_length, place
    )
  ), inserted as (
    insert into incoming_messages (
      id, webhook_id, organization_id, status, dedupe_key, provider_event_id, event_type, received_at, method, url,
      source_address, headers, sealed_headers, body, verdict
    )
    select id, webhook_id, organization_id, 'ACCEPTED', substring($15::bytea from (place - 1)::int * 32 + 1 for 32),
      provider_event_id, event_type, to_timestamp(received_at_ms / 1000), method, url, source_address,
      convert_from(substring($16::bytea from bytes_from for headers_length), 'UTF8')::jsonb, sealed_headers,
      substring($16::bytea from bytes_from + headers_length for body_length), verdict::jsonb
    from given order by place
    on conflict (webhook_id, dedupe_key) do nothing
    returning id, webhook_id, organization_id
  ), entries as (
    select json_agg(json_build_object('id', id, 'webhookId', webhook_id, 'organizationId', organization_id)) as payload
    from inserted having count(*) > 0
  ), jobs as (
    insert into graphile_worker._private_jobs (task_id, payload)
    select t.id, payload from entries, graphile_worker._private_tasks t where t.identifier = $17
  ), told as (
    select pg_notify('jobs:insert', json_build_object('r', random(), 'count', 1)::text) from entries
  )
  select id from inserted where (select count(*) from told) = 1`;

const columns = [
  ...(["id", "webhookId", "organizationId", "providerEventId", "eventType", "receivedAtMs", "method", "url"] as const),
  ...(["sourceAddress", "sealedHeaders", "verdict"] as const),
];

/** What an array's text form holds as it is. A column of such values is joined here, for a third of what the driver takes. */
const plain = /^[\w.:/-]+$/;
const isPlain = (value: unknown): boolean =>
  value === null || (plain.test(String(value)) && !/^null$/i.test(String(value)));

function columnOf(name: keyof AcceptedMessage, messages: readonly AcceptedMessage[]): unknown {
  const values = messages.map((message) => message[name]);
  return values.every(isPlain) ? `{${values.map((value) => value ?? "NULL").join()}}` : values;
}

/** Writes the messages and their job, all or none. Gives the ids of those that were new; the others' keys were there before. */
export async function insertAccepted(
  pool: Pool | PoolClient,
  messages: readonly AcceptedMessage[],
): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>({
    name: "insert-accepted",
    text: insertBatch,
    values: [...columns.map((name) => columnOf(name, messages)), ...packBytes(messages), processMessageTask],
  });
  return new Set(rows.map(({ id }) => id));
}

/** Where the bytes of each message begin (from 1), how many are headers, how many body; all keys; all bytes. */
function packBytes(messages: readonly AcceptedMessage[]): unknown[] {
  const starts: number[] = [];
  const headerLengths: number[] = [];
  const bytes: Buffer[] = [];
  let next = 1;
  for (const { headers, body } of messages) {
    const headerBytes = Buffer.from(headers, "utf8");
    starts.push(next);
    headerLengths.push(headerBytes.length);
    bytes.push(headerBytes, body);
    next += headerBytes.length + body.length;
  }
  const keys = Buffer.from(messages.map(({ dedupeKey }) => dedupeKey).join(""), "hex");
  return [starts, headerLengths, messages.map(({ body }) => body.length), keys, Buffer.concat(bytes)];
}

export type DuplicateKey = Pick<AcceptedMessage, "webhookId" | "dedupeKey">;

export interface KnownMessage {
  id: string;
  receivedAtMs: number;
}

/** Counts each key as one more arrival of a message that is there. Gives the message of each key, in order; undefined if it went. */
export async function countDuplicates(
  pool: Pool,
  keys: readonly DuplicateKey[],
): Promise<(KnownMessage | undefined)[]> {
  const { rows } = await pool.query<{ id: string; webhook_id: string; dedupe_key: Buffer; received_at: Date }>({
    name: "count-duplicates",
    text: `
      update incoming_messages m set duplicates = m.duplicates + d.arrivals
      from (
        select webhook_id, dedupe_key, count(*)::int as arrivals
        from unnest($1::uuid[], $2::bytea[]) as g (webhook_id, dedupe_key) group by 1, 2
      ) d
      where m.webhook_id = d.webhook_id and m.dedupe_key = d.dedupe_key
      returning m.id, m.webhook_id, m.dedupe_key, m.received_at`,
    values: [keys.map(({ webhookId }) => webhookId), keys.map(({ dedupeKey }) => Buffer.from(dedupeKey, "hex"))],
  });
  const known = new Map(
    rows.map((row) => [
      `${row.webhook_id}${row.dedupe_key.toString("hex")}`,
      { id: row.id, receivedAtMs: row.received_at.getTime() },
    ]),
  );
  return keys.map(({ webhookId, dedupeKey }) => known.get(`${webhookId}${dedupeKey}`));
}

/** Gives up the key of a message that is too old to stand for a new arrival. */
export async function releaseDedupeKey(pool: Pool, { webhookId, dedupeKey }: DuplicateKey, id: string): Promise<void> {
  await pool.query(
    `update incoming_messages set dedupe_key = null, duplicates = greatest(duplicates - 1, 0)
     where webhook_id = $1 and id = $2 and dedupe_key = $3`,
    [webhookId, id, Buffer.from(dedupeKey, "hex")],
  );
}

/** Makes the task known, which a job row refers to. Once at every start. */
export async function registerMessageTask(pool: Pool): Promise<void> {
  await pool.query("insert into graphile_worker._private_tasks (identifier) values ($1) on conflict do nothing", [
    processMessageTask,
  ]);
}
