import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changesChannel } from "../../src/store/db.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { type Receiver, startReceiver } from "../webhooks/receiver.ts";
import { createWebhook, post, sendEvent, startWorkflow } from "../workflows/workflow.ts";

let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza({ env: { CREDENZA_EGRESS_ALLOW: "127.0.0.1" } });
});
afterAll(() => credenza?.stop());

interface Told {
  /** Every kind that was told, in order. */
  kinds: (string | null)[];
  /** Resolves when the kind is told from now on, false when the stream ends before. */
  hears(kind: string | null): Promise<boolean>;
}

/** Follows a stream to its end. */
function follow(response: Response): Told {
  const kinds: Told["kinds"] = [];
  const waiting = new Set<{ kind: string | null; resolve: (isHeard: boolean) => void }>();
  const tell = (kind: string | null): void => {
    kinds.push(kind);
    for (const one of waiting) {
      if (one.kind !== kind) continue;
      waiting.delete(one);
      one.resolve(true);
    }
  };
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) if (line.startsWith("data: ")) tell(JSON.parse(line.slice(6)).kind);
    }
  };
  void read()
    .catch(() => {})
    .finally(() => waiting.forEach(({ resolve }) => void resolve(false)));
  return { kinds, hears: (kind) => new Promise((resolve) => waiting.add({ kind, resolve })) };
}

const hears = (response: Response, kind: string): Promise<boolean> => follow(response).hears(kind);

const bearer = () => ({ authorization: `Bearer ${credenza.adminToken}` });

const listen = (headers: Record<string, string>, organizationId = credenza.organizationId): Promise<Response> =>
  fetch(`${credenza.url}/organizations/${organizationId}/live`, { headers, signal: AbortSignal.timeout(10_000) });

test("what arrives and what is changed is told to who watches, as server-sent events", async () => {
  const stream = await listen(bearer());
  expect(stream.status).toBe(200);
  expect(stream.headers.get("content-type")).toBe("text/event-stream");
  const heard = hears(stream, "incomingwebhook");
  const { url } = await createWebhook(credenza);
  expect(await heard).toBe(true);
  const again = hears(await listen(bearer()), "incomingwebhook");
  expect((await sendEvent(url, { id: "evt_1" })).status).toBe(202);
  expect(await again).toBe(true);
});

test("a change that another process announces is told, one of another organization is not", async () => {
  const stream = await listen(bearer());
  const { systemPool } = credenza.context.store;
  const heard = hears(stream, "webhook");
  const other = "01890000-0000-7000-8000-000000000000";
  for (const id of [other, credenza.organizationId]) {
    const kind = id === other ? "credential" : "webhook";
    await systemPool.query("select pg_notify($1, $2)", [changesChannel, `live:${id}/${kind}`]);
  }
  expect(await heard).toBe(true);
});

describe("a Console of another process", () => {
  let second: TestCredenza;
  let receiver: Receiver;
  let told: Told;
  let hookUrl: string;

  beforeAll(async () => {
    second = await startCredenza({
      databaseUrl: credenza.databaseUrl,
      env: { CREDENZA_ROLE: "api", DATABASE_URL: credenza.databaseUrl },
    });
    receiver = await startReceiver();
    const steps = [{ id: "one", function: "data.transform", inputs: { value: { value: 1 } } }];
    ({
      webhook: { url: hookUrl },
    } = await startWorkflow(credenza, steps));
    const ledger = { name: "Ledger", description: "Books it", url: receiver.url };
    const credentials = { type: "M3TER_SIGNED_REQUEST", apiKey: "ledger", secret: "a secret of thirty-two character" };
    const { id: webhookId } = await post(credenza, "integrationdestinations/webhooks", { ...ledger, credentials });
    const rule = { name: "All", code: "all", description: "All of it", eventName: "test.live.told" };
    const always = { alwaysFireEvent: true, active: true, calculation: "true", webhookIds: [webhookId] };
    await post(credenza, "notifications/configurations", { ...rule, ...always });
    const url = `${second.url}/organizations/${credenza.organizationId}/live`;
    const headers = {
      authorization: `Bearer ${await second.token(credenza.admin.accessKeyId, credenza.admin.apiSecret)}`,
    };
    const stream = await fetch(url, { headers, signal: AbortSignal.timeout(30_000) });
    expect(stream.status).toBe(200);
    told = follow(stream);
  });
  afterAll(async () => {
    await second?.stop();
    await receiver?.close();
  });

  /** A message, the run that it starts, and a delivery; all of them the first process's work. */
  const work = async (id: string): Promise<void> => {
    expect((await sendEvent(hookUrl, { id })).status).toBe(202);
    await post(credenza, "events", { eventName: "test.live.told", eventData: { new: { id } } });
  };
  const hearsAll = () => Promise.all(["incomingwebhook", "workflow", "webhook"].map((kind) => told.hears(kind)));

  test("hears of messages, runs and deliveries", async () => {
    const heard = hearsAll();
    await work("evt_there");
    expect(await heard).toEqual([true, true, true]);
  });

  test("is told that it may have missed something when its process was cut off, and hears on the same stream again", async () => {
    const before = told.kinds.length;
    const cut =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = $1";
    const missed = told.hears(null);
    await credenza.context.store.systemPool.query(cut, ["credenza changes"]);
    expect(await missed).toBe(true);
    const isBack = told.hears(null);
    await work("evt_missed");
    expect(await isBack).toBe(true);
    expect(told.kinds.slice(before).filter((kind) => kind === null)).toHaveLength(2);
    const heard = hearsAll();
    await work("evt_after");
    expect(await heard).toEqual([true, true, true]);
  });
});

test("a stream ends when access is taken away, and others go on", async () => {
  const { body: made } = await credenza.api("POST", "serviceusers", { body: { name: "Watcher" } });
  const { body: key } = await credenza.api("POST", `serviceusers/${made.id}/credentials`, { body: {} });
  const token = await credenza.token(key.accessKeyId, key.apiSecret);
  const watching = await listen({ authorization: `Bearer ${token}` });
  expect(watching.status).toBe(200);
  const ended = hears(watching, "none");
  const other = hears(await listen(bearer()), "incomingwebhook");
  expect((await credenza.api("DELETE", `serviceusers/${made.id}`)).status).toBe(200);
  expect(await ended).toBe(false);
  await createWebhook(credenza);
  expect(await other).toBe(true);
});

test("nobody listens without signing in, or to an organization that is not theirs", async () => {
  expect((await listen({})).status).toBe(401);
  const other = await listen(bearer(), "01890000-0000-7000-8000-000000000000");
  expect([401, 403, 404]).toContain(other.status);
});
