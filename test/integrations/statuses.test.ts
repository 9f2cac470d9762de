import { afterAll, beforeAll, expect, test } from "vitest";
import { runStatuses } from "../../src/store/integration-tables.ts";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { call, publish } from "./setup.ts";

/** What the vendor answers to the thing of this id. */
const answers: Record<string, { status: number; body?: unknown; headers?: Record<string, string> }> = {
  complete: { status: 200, body: { id: "1" } },
  error: { status: 400, body: { detail: "No such item" } },
  later: { status: 503 },
  timeout: { status: 503 },
  throttled: { status: 429, headers: { "retry-after": new Date(Date.now() + 3_600_000).toUTCString() } },
  unauthorized: { status: 401 },
  closed: { status: 400, body: { detail: "The accounting period is closed" } },
  paid: { status: 400, body: { detail: "The invoice is paid in full" } },
};

let credenza: TestCredenza;
let vendor: FakeServer;
let config: { id: string };
let aheadMs = 0;
const held: (() => void)[] = [];

beforeAll(async () => {
  vendor = await startServer((request, response) => {
    const [id = ""] = (request.url ?? "").split("/").slice(-1);
    const { status, body, headers = {} } = answers[id] ?? { status: 200, body: { id } };
    const answer = () =>
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body ?? {}));
    if (id === "slow") held.push(answer);
    else answer();
  });
  credenza = await startCredenza({
    env: { CREDENZA_BASE_URL_NETSUITE: vendor.url, CREDENZA_EGRESS_ALLOW: `127.0.0.1:${vendor.port}` },
    now: () => Date.now() + aheadMs,
  });
  config = await call(credenza, "POST", "integrationconfigs", {
    entityType: "Thing",
    destination: "NETSUITE",
    configData: { steps: [{ method: "PUT", path: "/record/v1/thing/{entity.id}" }], maxFailures: 100 },
    credentials: {
      ...{ type: "NETSUITE_AUTH", accountId: "1234567", consumerKey: "c".repeat(32), consumerSecret: "s".repeat(32) },
      ...{ tokenId: "t".repeat(32), tokenSecret: "u".repeat(32) },
    },
  });
});
afterAll(async () => {
  for (const answer of held) answer();
  await credenza?.stop();
  await vendor?.close();
});

const send = (id: string) => publish(credenza, "shop.thing.created", { id });
const read = async (path: string) => {
  const token = await credenza.token(credenza.admin.accessKeyId, credenza.admin.apiSecret);
  return (await credenza.api("GET", path, { token })).body;
};
const reaches = (id: string, status: string) =>
  expect.poll(() => read(`integrationruns/Thing/latest/${id}`), { timeout: 15_000 }).toMatchObject({ status });

test.each([
  ["complete", "COMPLETE"],
  ["error", "ERROR"],
  ["later", "AWAITING_RETRY"],
  ["timeout", "AWAITING_RETRY"],
  ["throttled", "RATE_LIMIT_RETRY"],
  ["unauthorized", "AUTH_FAILED"],
  ["closed", "ACCOUNTING_PERIOD_CLOSED"],
  ["paid", "INVOICE_ALREADY_PAID"],
  ["slow", "STARTED"],
])("a run of what is %s becomes %s", async (id, status) => {
  await send(id);
  await reaches(id, status);
});

test("a Retry-After that is a date is waited for", async () => {
  const { dtNextAttempt } = await read("integrationruns/Thing/latest/throttled");
  expect(Date.parse(dtNextAttempt) - Date.now()).toBeGreaterThan(3_000_000);
});

test("a second run of the same thing waits for the first", async () => {
  await send("slow");
  await reaches("slow", "WAITING");
});

test("what was tried for a day becomes TIMEOUT_LIMIT_EXCEEDED, what waits for a configuration that is off DISABLED", async () => {
  aheadMs = 24 * 3_600_000;
  credenza.context.changes.tell("integration", "");
  await reaches("timeout", "TIMEOUT_LIMIT_EXCEEDED");
  aheadMs = 0;
  await call(credenza, "POST", `integrationconfigs/${config.id}/disable`);
  await reaches("slow", "DISABLED");
});

test("each of the eleven statuses was reached, and the list finds those that are by their status", async () => {
  answers.again = { status: 503 };
  await call(credenza, "POST", `integrationconfigs/${config.id}/enable`);
  await send("again");
  await reaches("again", "AWAITING_RETRY");
  answers.limit = { status: 429, headers: { "retry-after": "600" } };
  await send("limit");
  await reaches("limit", "RATE_LIMIT_RETRY");
  await send("slow");
  await reaches("slow", "WAITING");
  for (const status of runStatuses) {
    const { data } = await read(`integrationruns/destinations/anywhere?status=${status}`);
    expect(data).toEqual([]);
    const found = await read(`integrationruns?status=${status}`);
    expect(found.data.length, status).toBeGreaterThan(0);
    for (const run of found.data) expect(run.status).toBe(status);
  }
});
