import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../src/crypto/ids.ts";
import { type AcceptedMessage, insertAccepted } from "../../src/store/accepted-messages.ts";
import { createAcceptedWriter } from "../../src/webhooks/incoming/accepted.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { createWebhook, messagesOf, post, type TestWebhook, until } from "./webhook.ts";

let credenza: TestCredenza;
let clockMs = Date.now();
beforeAll(async () => {
  credenza = await startCredenza({ now: () => clockMs });
});
afterAll(() => credenza?.stop());

const authorization = `Basic ${Buffer.from("user:pass: with: colons £").toString("base64")}`;
const send = (webhook: TestWebhook, body: string, headers: Record<string, string> = {}) =>
  post(webhook.url, body, { authorization, ...headers });
const pool = () => credenza.context.store.systemPool;

describe("the same event", () => {
  it("by a provider's id is the same for ever", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const first = await send(webhook, '{"id":"ev_1","event_type":"a"}');
    clockMs += 30 * 86_400_000;
    const again = await send(webhook, '{"id":"ev_1","event_type":"a","retry":2}');
    clockMs -= 30 * 86_400_000;
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
    const byHeader = await send(webhook, "{}", { "idempotency-key": "k1" });
    expect((await send(webhook, "[]", { "idempotency-key": "k1" })).body.id).toBe(byHeader.body.id);
  });

  it("without an id and a signed time is the same for as long as the window is", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const first = await send(webhook, '{"ping":true}');
    clockMs += 299_000;
    expect(await send(webhook, '{"ping":true}')).toMatchObject({ status: 200, body: { id: first.body.id } });
    clockMs += 2_000;
    const later = await send(webhook, '{"ping":true}');
    expect(later.status).toBe(202);
    expect(await send(webhook, '{"ping":true}')).toMatchObject({ status: 200, body: { id: later.body.id } });
    expect((await send(webhook, '{"ping":false}')).status).toBe(202);
    expect(await messagesOf(credenza, webhook)).toHaveLength(3);
  });

  it("of two webhooks is two messages", async () => {
    const [one, two] = [await createWebhook(credenza, "HTTP_BASIC"), await createWebhook(credenza, "HTTP_BASIC")];
    expect((await send(one, '{"id":"ev_2"}')).status).toBe(202);
    expect((await send(two, '{"id":"ev_2"}')).status).toBe(202);
  });
});

describe("a batch", () => {
  const message = (webhook: TestWebhook, change: Partial<AcceptedMessage> = {}): AcceptedMessage => ({
    id: newId(),
    webhookId: webhook.id,
    organizationId: credenza.organizationId,
    dedupeKey: randomBytes(32).toString("hex"),
    providerEventId: null,
    eventType: null,
    receivedAtMs: clockMs,
    method: "POST",
    url: "/hooks/x",
    sourceAddress: null,
    headers: "[]",
    sealedHeaders: null,
    body: randomBytes(100),
    verdict: null,
    ...change,
  });

  it("with one message that cannot be stored stores the others", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const writer = createAcceptedWriter(pool());
    const messages = Array.from({ length: 60 }, (_, index) =>
      message(webhook, index === 30 ? { eventType: "a\0b" } : {}),
    );
    const results = await Promise.allSettled(messages.map(async (one) => writer.add(one)));
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(results[30]?.status).toBe("rejected");
    await writer.drain();
    expect(await messagesOf(credenza, webhook, "?pageSize=200")).toHaveLength(59);
  });

  it("keeps each body with its own message", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const writer = createAcceptedWriter(pool());
    const messages = Array.from({ length: 200 }, (_, index) =>
      message(webhook, {
        body: Buffer.from(`body ${index} `.repeat(index)),
        headers: JSON.stringify([["n", `é${index}`]]),
      }),
    );
    const stored = await Promise.all(messages.map((one) => writer.add(one)));
    for (const index of [0, 1, 57, 128, 199]) {
      const { body } = await credenza.api("GET", `incomingwebhooks/${webhook.id}/messages/${stored[index]?.id}`);
      expect([body.body, body.headers]).toEqual([`body ${index} `.repeat(index), [["n", `é${index}`]]]);
    }
  });

  it("of many writers with the same few events gives each event one message", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const keys = Array.from({ length: 8 }, () => randomBytes(32).toString("hex"));
    const writers = Array.from({ length: 4 }, () => createAcceptedWriter(pool()));
    const stored = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => {
        const key = keys[(index * 5) % 8] as string;
        const { id, isDuplicate } = await (writers[index % 4] as (typeof writers)[0]).add(
          message(webhook, { dedupeKey: key }),
        );
        return { id, isDuplicate, key };
      }),
    );
    expect(stored.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(8);
    expect(new Set(stored.map(({ id, key }) => id + key)).size).toBe(8);
    const rows = await messagesOf(credenza, webhook);
    expect(rows.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(392);
  });

  it("writes the job row that graphile_worker.add_job writes, one for all messages of a commit", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const messages = [message(webhook), message(webhook)];
    const client = await pool().connect();
    try {
      await client.query("begin");
      await insertAccepted(client, messages);
      const { organizationId } = credenza;
      const payload = JSON.stringify(messages.map(({ id }) => ({ id, webhookId: webhook.id, organizationId })));
      await client.query("select graphile_worker.add_job('message.process', $1::json)", [payload]);
      const { rows } = await client.query(
        "select * from graphile_worker._private_jobs where payload->0->>'id' = $1 order by id",
        [messages[0]?.id],
      );
      expect(rows).toHaveLength(2);
      const [ours, theirs] = rows.map(({ id: _id, ...row }) => row);
      expect(ours).toEqual(theirs);
    } finally {
      await client.query("rollback");
      client.release();
    }
  });

  it("503 with Retry-After beyond the queue's bound, and nothing acknowledged is lost", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const writer = createAcceptedWriter(pool());
    const results = await Promise.allSettled(Array.from({ length: 6_000 }, async () => writer.add(message(webhook))));
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.length).toBe(1_000);
    expect(refused[0]?.reason).toMatchObject({ code: "unavailable", retryAfterSeconds: expect.any(Number) });
    const { rows } = await pool().query("select count(*)::int as count from incoming_messages where webhook_id = $1", [
      webhook.id,
    ]);
    expect(rows[0].count).toBe(5_000);
  });
});

describe("refused requests", () => {
  it("are kept up to a bound for each webhook, however many come", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    for (let round = 0; round < 6; round += 1) {
      clockMs += 10_000;
      await Promise.all(Array.from({ length: 60 }, () => post(webhook.url, "{}", {})));
      await credenza.context.incoming.flush();
    }
    const { rows } = await pool().query("select count(*)::int as count from incoming_messages where webhook_id = $1", [
      webhook.id,
    ]);
    expect(rows[0].count).toBe(200);
    const { body } = await credenza.api("GET", `incomingwebhooks/${webhook.id}`);
    expect(body.counts).toEqual({ accepted24h: 0, rejected24h: 360 });
    expect((await send(webhook, "{}")).status).toBe(202);
    const { body: metrics, text } = await credenza.api("GET", "/metrics", { token: null });
    expect(metrics ?? text).toMatch(/credenza_incoming_rejected_dropped_total (?!0\n)/);
  });

  it("of unknown tokens are not kept", async () => {
    const before = await pool().query("select count(*)::int as count from incoming_messages");
    await post(`${credenza.url}/hooks/${"y".repeat(43)}`, "{}", {});
    await credenza.context.incoming.flush();
    const after = await pool().query("select count(*)::int as count from incoming_messages");
    expect(after.rows).toEqual(before.rows);
  });
});

describe("workers", () => {
  it("get the jobs of a worker that died", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    await pool().query("insert into job_workers (id, dt_heartbeat) values ('dead', now() - interval '11 seconds')");
    const client = await pool().connect();
    await client.query("begin");
    const { rows: added } = await client.query("select id from graphile_worker.add_job('message.process', $1::json)", [
      JSON.stringify([{ id: newId(), webhookId: webhook.id, organizationId: credenza.organizationId }]),
    ]);
    const lock = "update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now() where id = $1";
    await client.query(lock, [added[0].id]);
    await client.query("commit");
    client.release();
    await until(async () => {
      const { rows } = await pool().query("select from graphile_worker._private_jobs where id = $1", [added[0].id]);
      return rows.length === 0;
    });
    const { rows } = await pool().query("select id from job_workers where id = 'dead'");
    expect(rows).toEqual([]);
    expect(await credenza.context.jobs.lastHeartbeat()).toBeInstanceOf(Date);
  });

  it("try each message of a job that fails alone, and only the bad one comes again", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const { organizationId } = credenza;
    const [good, bad] = [newId(), "no message"].map((id) => ({ id, webhookId: webhook.id, organizationId }));
    const addJob = "select id from graphile_worker.add_job('message.process', $1::json)";
    const { rows: added } = await pool().query(addJob, [JSON.stringify([good, bad])]);
    await until(async () => {
      const { rows } = await pool().query("select from processed_messages where message_id = $1", [good?.id]);
      return rows.length === 1;
    });
    const failed = "select payload from graphile_worker._private_jobs where id = $1 and last_error is not null";
    await until(async () => (await pool().query(failed, [added[0].id])).rows.length === 1);
    expect((await pool().query(failed, [added[0].id])).rows[0].payload).toEqual([bad]);
    await pool().query("delete from graphile_worker._private_jobs where id = $1", [added[0].id]);
  });
});
