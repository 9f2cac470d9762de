import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type CredenzaProcess, startProcess } from "../process.ts";
import { type CountingSystem, startCountingSystem } from "./counting-system.ts";

const events = 600;
const kills = 12;

let system: CountingSystem;
let credenza: CredenzaProcess;

beforeAll(async () => {
  system = await startCountingSystem();
  credenza = await startProcess({
    CREDENZA_ROOT_KEY: randomBytes(32).toString("base64"),
    CREDENZA_BASE_URL_CHARGEBEE: system.url,
    CREDENZA_LOG_LEVEL: "error",
  });
});
afterAll(async () => {
  await credenza?.stop();
  await system?.close();
});

const step = { method: "POST", path: "/count", mapping: '{ "id": entity.id }' };

async function configure(): Promise<void> {
  const body = {
    entityType: "Order",
    destination: "CHARGEBEE",
    credentials: { type: "CHARGEBEE_AUTH", apiKey: "test_0123456789", site: "acme" },
    configData: { steps: [step, step], externalTable: "order", externalId: "entity.id" },
  };
  const answer = await credenza.api("POST", "integrationconfigs", { body });
  if (answer.status !== 200) throw new Error(answer.text);
}

/** Until each is acknowledged; a key makes of every repetition the same event. */
async function publishAll(): Promise<void> {
  for (let index = 0; index < events; index++) {
    const idempotencyKey = `order-${index}`;
    const body = { eventName: "shop.order.created", eventData: { new: { id: `${index}` } }, idempotencyKey };
    const publish = () => credenza.api("POST", "events", { body }).catch(() => ({ status: 0 }));
    while ((await publish()).status !== 201) await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

it(`killed ${kills} times: ${events} events become as many runs, none lost, none twice`, {
  timeout: 180_000,
}, async () => {
  await configure();
  const client = new pg.Client({ connectionString: credenza.databaseUrl });
  await client.connect();
  const publishing = publishAll();
  for (let kill = 0; kill < kills; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 200 + ((kill * 37) % 300)));
    await credenza.kill();
    await credenza.start();
  }
  await publishing;
  const count = async (): Promise<Record<string, number>> => {
    const { rows } = await client.query("select status, count(*)::int as n from integration_runs group by 1");
    return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  };
  await expect.poll(count, { timeout: 90_000, interval: 500 }).toEqual({ COMPLETE: events });
  const { rows: keys } = await client.query(
    "select request_key || '-' || step as key from integration_runs, generate_series(0, 1) as step",
  );
  expect([...system.calls.keys()].toSorted()).toEqual(keys.map(({ key }) => key).toSorted());
  const { rows: mappings } = await client.query("select external_id from external_mappings");
  expect(new Set(mappings.map(({ external_id: id }) => id)).size).toBe(events);
  expect(mappings).toHaveLength(events);
  await client.end();
  const repeated = [...system.calls.values()].filter((calls) => calls.length > 1).length;
  console.log(`${repeated} of ${events * 2} calls repeated, under their key`);
});
