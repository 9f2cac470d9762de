import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type CredenzaProcess, startProcess } from "../process.ts";
import { type Receiver, startReceiver } from "../webhooks/receiver.ts";

const kills = 20;
const events = 5000;
const eventName = "orders.order.created";
const healthy: Receiver[] = [];
const sick: Receiver[] = [];
let credenza: CredenzaProcess;
let client: pg.Client;

const answers: Parameters<typeof startReceiver>[0][] = [
  () => {},
  (response) => response.writeHead(500).end(),
  (response) => response.writeHead(410).end(),
  (response) => response.writeHead(429, { "retry-after": "2" }).end(),
  (response) => response.socket?.resetAndDestroy(),
];

beforeAll(async () => {
  credenza = await startProcess({ CREDENZA_EGRESS_ALLOW: "127.0.0.1" });
  for (const answer of answers) {
    healthy.push(await startReceiver());
    sick.push(await startReceiver(answer));
  }
  const webhookIds: string[] = [];
  for (const [index, receiver] of [...healthy, ...sick].entries()) {
    const credentials = { type: "M3TER_SIGNED_REQUEST", apiKey: "key_1", secret: "a secret of thirty-two character" };
    const body = { name: `Receiver ${index}`, description: "", url: receiver.url, credentials };
    webhookIds.push((await credenza.api("POST", "integrationdestinations/webhooks", { body })).body.id);
  }
  const rule = {
    name: "All",
    code: "all",
    description: "All",
    eventName,
    calculation: "true",
    active: true,
    webhookIds,
  };
  expect((await credenza.api("POST", "notifications/configurations", { body: rule })).status).toBe(200);
  client = new pg.Client({ connectionString: credenza.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  for (const receiver of [...healthy, ...sick]) await receiver.close();
  await credenza?.stop();
});

/** As often as it takes: the same keys are the same events, whether the answer came or not. */
async function publish(from: number, count: number): Promise<void> {
  const batch = Array.from({ length: count }, (_, index) => ({
    eventName,
    eventData: { new: { number: from + index } },
    idempotencyKey: `event_${from + index}`,
  }));
  const until = Date.now() + 180_000;
  while (Date.now() < until) {
    const answer = await credenza.api("POST", "events", { body: { events: batch } }).catch(() => undefined);
    if (answer?.status === 201) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The events could not be published");
}

async function publishAll(): Promise<void> {
  for (let from = 0; from < events; from += 50) await publish(from, 50);
}

async function ended(): Promise<boolean> {
  const { rows } = await client.query(
    "select count(*)::int as waiting from deliveries d join outgoing_webhooks w on w.id = d.webhook_id where w.name = any($1) and d.status = 'WAITING'",
    [healthy.map((_, index) => `Receiver ${index}`)],
  );
  return rows[0].waiting === 0;
}

it(`reaches every healthy receiver, with an id that stays, though the server is killed ${kills} times`, {
  timeout: 400_000,
}, async () => {
  const publishing = publishAll();
  for (let kill = 0; kill < kills; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 200 + ((kill * 53) % 300)));
    await credenza.kill();
    await credenza.start();
  }
  await publishing;
  for (let tries = 0; tries < 600 && !(await ended()); tries++)
    await new Promise((resolve) => setTimeout(resolve, 200));

  for (const [index, { received }] of healthy.entries()) {
    const idsOf = new Map<number, Set<unknown>>();
    for (const { headers, body } of received) {
      const { number } = JSON.parse(body.toString()).data.new as { number: number };
      idsOf.set(number, (idsOf.get(number) ?? new Set()).add(headers["x-m3ter-id"]));
    }
    expect(idsOf.size, "events that arrived").toBe(events);
    expect(
      [...idsOf.values()].filter((ids) => ids.size > 1),
      "events with two message ids",
    ).toEqual([]);
    const { rows } = await client.query(
      `select count(*)::int as stored, count(*) filter (where d.status = 'DELIVERED' and exists (select from delivery_attempts a
         where a.delivery_id = d.id and a.status = 204))::int as recorded
       from deliveries d join outgoing_webhooks w on w.id = d.webhook_id where w.name = $1`,
      [`Receiver ${index}`],
    );
    expect(rows[0]).toEqual({ stored: events, recorded: events });
  }
  const { rows } = await client.query(
    "select count(distinct w.id)::int as tried from delivery_attempts a join deliveries d on d.id = a.delivery_id join outgoing_webhooks w on w.id = d.webhook_id where a.error is not null",
  );
  expect(rows[0].tried, "sick receivers with recorded attempts").toBeGreaterThanOrEqual(4);
});
