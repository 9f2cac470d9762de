import { afterAll, beforeAll, expect, test } from "vitest";
import { changesChannel } from "../../src/store/db.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { createWebhook, sendEvent } from "../workflows/workflow.ts";

let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

/** Reads the stream until the kind is told, or it is over. */
async function hears(response: Response, kind: string): Promise<boolean> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.includes(`data: {"kind":"${kind}"}`)) return true;
  }
  return false;
}

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

test("what one process changes is told by another", async () => {
  const second = await startCredenza({ databaseUrl: credenza.databaseUrl });
  try {
    const url = `${second.url}/organizations/${credenza.organizationId}/live`;
    const token = await second.token(credenza.admin.accessKeyId, credenza.admin.apiSecret);
    const headers = { authorization: `Bearer ${token}` };
    const stream = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
    expect(stream.status).toBe(200);
    const heard = hears(stream, "incomingwebhook");
    await createWebhook(credenza);
    expect(await heard).toBe(true);
  } finally {
    await second.stop();
  }
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
