import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createNetwork } from "../../src/net/network.ts";
import { type Answer, startCredenza, type TestCredenza } from "../harness.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

const secret = "a secret of thirty-two character";
const another = "the other secret of 32 character";
let credenza: TestCredenza;
let shiftMs = 0;
const receivers: Receiver[] = [];

const mails: string[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData: (stream, _session, done) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      mails.push(Buffer.concat(chunks).toString());
      done();
    });
  },
});

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const { port } = smtp.server.address() as AddressInfo;
  credenza = await startCredenza({
    env: {
      CREDENZA_EGRESS_ALLOW: "127.0.0.1",
      CREDENZA_SMTP_URL: `smtp://127.0.0.1:${port}`,
      CREDENZA_MAIL_FROM: "Credenza <cabinet@example.test>",
    },
    now: () => Date.now() + shiftMs,
  });
});
afterAll(async () => {
  for (const receiver of receivers) await receiver.close();
  await credenza?.stop();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

const open = async (...given: Parameters<typeof startReceiver>): Promise<Receiver> => {
  const receiver = await startReceiver(...given);
  receivers.push(receiver);
  return receiver;
};
/** Tokens end while the clock jumps, so each call has a new one. */
const api: TestCredenza["api"] = async (method, target, options) => {
  const token = await credenza.token(credenza.admin.accessKeyId, credenza.admin.apiSecret);
  return credenza.api(method, target, { token, ...options });
};
const path = (rest = ""): string => `integrationdestinations/webhooks${rest}`;
const create = (body: Record<string, unknown>): Promise<Answer> =>
  api("POST", path(), {
    body: {
      name: `Ledger ${randomUUID()}`,
      description: "Books what happens",
      credentials: { type: "M3TER_SIGNED_REQUEST", apiKey: "key_1", secret },
      ...body,
    },
  });
const publish = (webhookId: string, count: number, data: (index: number) => Record<string, unknown> = () => ({})) =>
  credenza.context.store.inOrganization(credenza.organizationId, (tx) =>
    credenza.context.deliveries.onNotifications(
      tx,
      Array.from({ length: count }, (_, index) => ({
        event: {
          id: randomUUID(),
          organizationId: credenza.organizationId,
          eventName: "billing.bill.created",
          eventTime: new Date(),
          data: data(index),
          depth: 0,
        },
        rule: { id: randomUUID(), code: "big_bills", name: "Big bills" },
        webhookIds: [webhookId],
        workflowIds: [],
      })),
    ),
  );
const read = async (webhookId: string, rest = ""): Promise<Answer["body"]> =>
  (await api("GET", path(`/${webhookId}/deliveries${rest}`))).body;
/** Asks again until it holds; a delivery ends a moment after its receiver saw it. */
async function until<T>(ask: () => Promise<T>, holds: (found: T) => boolean): Promise<T> {
  for (let left = 200; left > 0; left--) {
    const found = await ask();
    if (holds(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return ask();
}

describe("an outgoing webhook", () => {
  it("delivers a signed notification that a Standard Webhooks library accepts, and stores the attempt", async () => {
    const receiver = await open((response) => response.writeHead(200, { "x-trace": "t1" }).end("thanks"));
    const { body: webhook } = await create({ name: "Bills → ERP", url: receiver.url });
    expect(webhook).toMatchObject({ code: "bills_erp", active: true, version: 1, credentials: { apiKey: "key_1" } });
    expect(JSON.stringify(webhook)).not.toContain(secret);
    await publish(webhook.id, 1, () => ({ new: { amount: 12 } }));
    const [message] = await receiver.waitFor(1);
    const headers = message?.headers as Record<string, string>;
    const verified = new Webhook(Buffer.from(secret).toString("base64")).verify(message?.body ?? "", headers);
    expect(verified).toMatchObject({
      eventName: "billing.bill.created",
      notification: { code: "big_bills" },
      organizationId: credenza.organizationId,
      data: { new: { amount: 12 } },
    });
    const { data } = await until(
      () => read(webhook.id),
      (found) => found.data[0]?.status === "DELIVERED",
    );
    expect(data).toMatchObject([{ id: headers["x-m3ter-id"], status: "DELIVERED", attempts: 1, lastStatus: 200 }]);
    const details = await read(webhook.id, `/${data[0].id}`);
    expect(details.attemptLog).toMatchObject([{ number: 1, status: 200, error: null, responseBody: "thanks" }]);
    expect(details.attemptLog[0].requestHeaders).toContainEqual(["X-M3ter-Signature", "[sealed]"]);
    expect((await read(webhook.id, "/counts")).data).toMatchObject([{ delivered: 1, failed: 0 }]);
  });

  it("gets an event that is published over the API and passes a rule", async () => {
    const receiver = await open();
    const { body: webhook } = await create({ url: receiver.url });
    const rule = {
      name: "Big orders",
      description: "Over 100",
      code: "big_orders",
      eventName: "orders.order.created",
      calculation: "new.amount > 100",
      active: true,
      webhookIds: [webhook.id],
    };
    expect((await api("POST", "notifications/configurations", { body: rule })).status).toBe(200);
    for (const amount of [99, 101]) {
      const event = { eventName: "orders.order.created", eventData: { new: { id: `o_${amount}`, amount } } };
      await api("POST", "events", { body: event });
    }
    const [message] = await receiver.waitFor(1);
    expect(JSON.parse(message?.body.toString() ?? "")).toMatchObject({
      eventName: "orders.order.created",
      notification: { code: "big_orders" },
      data: { new: { amount: 101 } },
    });
    expect((await read(webhook.id)).data).toHaveLength(1);
  });

  it("signs with both secrets during a rotation, and with RFC 9421 where it is switched on", async () => {
    const receiver = await open();
    const { body: webhook } = await create({ url: receiver.url, messageSignature: true });
    const rotate = { secret: another, previousSecretValidHours: 1 };
    expect((await api("POST", path(`/${webhook.id}/rotate`), { body: rotate })).status).toBe(200);
    const test = await api("POST", path(`/${webhook.id}/test`));
    expect(test.body).toMatchObject({ eventName: "webhook.test", status: "WAITING" });
    const [message] = await receiver.waitFor(1);
    const headers = message?.headers as Record<string, string>;
    for (const held of [secret, another]) {
      const peer = new Webhook(Buffer.from(held).toString("base64"));
      expect(peer.verify(message?.body ?? "", headers)).toMatchObject({ eventName: "webhook.test" });
    }
    expect(headers["signature-input"]).toContain('keyid="key_1"');
    expect(headers.signature).toMatch(/^sig1=:.+:, sig2=:.+:$/);
    shiftMs += 3_600_001;
    await api("POST", path(`/${webhook.id}/test`));
    const [, later] = await receiver.waitFor(2);
    expect(later?.headers["webhook-signature"]).toMatch(/^v1,[^ ]+$/);
    expect(later?.headers["x-m3ter-signature"]).toMatch(/^v1=[0-9a-f]{64}$/);
    expect(later?.headers.signature).toMatch(/^sig1=:[^,]+:$/);
  });

  it("tries again under the same id with a fresh signature, and replays under a new one", async () => {
    const receiver = await open((response, nth) => response.writeHead(nth === 1 ? 503 : 200).end());
    const { body: webhook } = await create({ url: receiver.url });
    await publish(webhook.id, 1);
    const waiting = await until(
      () => read(webhook.id),
      (found) => found.data[0]?.attempts === 1,
    );
    expect(waiting.data[0]).toMatchObject({ status: "WAITING", lastStatus: 503 });
    shiftMs += 10_000;
    const [first, second] = await receiver.waitFor(2);
    expect(second?.headers["x-m3ter-id"]).toBe(first?.headers["x-m3ter-id"]);
    expect(second?.headers["x-m3ter-timestamp"]).not.toBe(first?.headers["x-m3ter-timestamp"]);
    const done = await until(
      () => read(webhook.id),
      (found) => found.data[0]?.status === "DELIVERED",
    );
    const replay = await api("POST", `deliveries/${done.data[0].id}/replay`);
    expect(replay.body).toMatchObject({ replayOf: done.data[0].id, status: "WAITING" });
    const [, , third] = await receiver.waitFor(3);
    expect(third?.headers["x-m3ter-id"]).toBe(replay.body.id);
    expect(third?.body).toEqual(first?.body);
    const many = await api("POST", path(`/${webhook.id}/replay`), { body: { status: "DELIVERED" } });
    expect(many.body.replayed).toBeGreaterThanOrEqual(1);
    const none = { status: "DELIVERED", from: "2020-01-01T00:00:00Z", to: "2020-01-02T00:00:00Z" };
    expect((await api("POST", path(`/${webhook.id}/replay`), { body: none })).body.replayed).toBe(0);
    const upToFirst = { status: "DELIVERED", to: new Date(Date.parse(done.data[0].dtCreated) + 1).toISOString() };
    expect((await api("POST", path(`/${webhook.id}/replay`), { body: upToFirst })).body.replayed).toBe(1);
    const other = { status: "DELIVERED", eventName: "another.event.name" };
    expect((await api("POST", path(`/${webhook.id}/replay`), { body: other })).body.replayed).toBe(0);
  });

  it("is tried now when somebody asks, as the same message: one delivery, or all that wait", async () => {
    const receiver = await open((response, nth) => response.writeHead(nth <= 3 ? 503 : 200).end());
    const { body: webhook } = await create({ url: receiver.url });
    await publish(webhook.id, 2);
    const tried = (attempts: number[]) =>
      until(
        () => read(webhook.id),
        (found) => found.data.every((one: { attempts: number }, nth: number) => one.attempts === attempts[nth]),
      );
    const [, oldest] = (await tried([1, 1])).data;
    const now = await api("POST", `deliveries/${oldest.id}/replay`);
    expect(now.body).toMatchObject({ id: oldest.id, replayOf: null, status: "WAITING" });
    await tried([1, 2]);
    const all = await api("POST", path(`/${webhook.id}/replay`), { body: { status: "WAITING" } });
    expect(all.body).toEqual({ replayed: 2, more: false });
    const { data } = await tried([2, 3]);
    expect(data.map(({ status }: { status: string }) => status)).toEqual(["DELIVERED", "DELIVERED"]);
    expect(await receiver.waitFor(5)).toHaveLength(5);
  });

  it("409 for what is being delivered right now", async () => {
    const receiver = await open(() => {});
    const { body: webhook } = await create({ url: receiver.url });
    await publish(webhook.id, 1);
    await receiver.waitFor(1);
    const { data } = await read(webhook.id);
    const answer = await api("POST", `deliveries/${data[0].id}/replay`);
    expect([answer.status, answer.body.code]).toEqual([409, "delivery_not_finished"]);
  });

  it.each([
    [302, "redirect"],
    [500, "500"],
  ])("takes a %i for a failure", async (status, words) => {
    const receiver = await open((response) => response.writeHead(status, { location: "http://127.0.0.1:1/" }).end());
    const { body: webhook } = await create({ url: receiver.url });
    await publish(webhook.id, 1);
    const { data } = await until(
      () => read(webhook.id),
      (found) => found.data[0]?.attempts === 1,
    );
    expect(data[0]).toMatchObject({ status: "WAITING", lastStatus: status });
    expect(data[0].lastError).toContain(words);
  });

  it("records an attempt that got no answer", async () => {
    const receiver = await open((response) => response.socket?.destroy());
    const { body: webhook } = await create({ url: receiver.url });
    await publish(webhook.id, 3);
    const { data } = await until(
      () => read(webhook.id),
      (found) => found.data.every((one: { attempts: number }) => one.attempts === 1),
    );
    expect(data).toHaveLength(3);
    expect(data[0]).toMatchObject({ status: "WAITING", attempts: 1, lastStatus: null });
    expect(data[0].lastError).toContain("broke off");
    expect((await api("GET", path(`/${webhook.id}`))).body).toMatchObject({
      active: true,
      failingSince: expect.any(String),
    });
  });

  it("waits as long as a 429 asks", async () => {
    const receiver = await open((response) => response.writeHead(429, { "retry-after": "3600" }).end());
    const { body: webhook } = await create({ url: receiver.url });
    await publish(webhook.id, 1);
    const { data } = await until(
      () => read(webhook.id),
      (found) => found.data[0]?.attempts === 1,
    );
    expect(Date.parse(data[0].nextAttemptAt) - Date.now() - shiftMs).toBeGreaterThan(3_500_000);
  });

  it.each([429, 503])("sends nothing else either while a %i asks to wait, until somebody steps in", async (status) => {
    let isBusy = true;
    const receiver = await open((response) =>
      isBusy ? response.writeHead(status, { "retry-after": "3600" }).end() : response.end(),
    );
    const { body: webhook } = await create({ url: receiver.url, concurrency: 1 });
    await publish(webhook.id, 12);
    const waiting = () => read(webhook.id, "?status=WAITING");
    await until(waiting, ({ data }) => data.some(({ attempts }: { attempts: number }) => attempts === 1));
    await publish(webhook.id, 3);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(receiver.received).toHaveLength(1);
    const { body: held } = await api("GET", path(`/${webhook.id}`));
    expect(Date.parse(held.heldUntil) - Date.now() - shiftMs).toBeGreaterThan(3_500_000);
    isBusy = false;
    const renamed = await api("PUT", path(`/${webhook.id}`), { body: { version: webhook.version, name: "Held" } });
    expect(renamed.body.heldUntil).toBe(held.heldUntil);
    if (status === 429) await api("PUT", path(`/${webhook.id}/active?active=true`));
    else await api("POST", `deliveries/${(await waiting()).data[0].id}/replay`);
    await until(waiting, ({ data }) => data.length === 1);
    expect(receiver.received).toHaveLength(15);
  });

  it("takes a whole new credential once its own was destroyed", async () => {
    const receiver = await open();
    const { body: webhook } = await create({ url: receiver.url });
    await credenza.context.store.inOrganization(credenza.organizationId, (tx) =>
      tx.updateTable("outgoing_webhooks").set({ credential_id: null }).where("id", "=", webhook.id).execute(),
    );
    const change = (credentials: Record<string, string>) =>
      api("PUT", path(`/${webhook.id}`), { body: { credentials, version: webhook.version } });
    const refused = await change({ secret });
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, "credentials.apiKey"]);
    const { status, body } = await change({ secret, apiKey: "key_2" });
    expect([status, body.credentials?.apiKey]).toEqual([200, "key_2"]);
    expect(body.credentials.id).not.toBe(webhook.credentials.id);
    await publish(webhook.id, 1);
    await until(
      () => read(webhook.id),
      ({ data }) => data[0]?.status === "DELIVERED",
    );
    expect(receiver.received[0]?.headers["x-m3ter-api-key"]).toBe("key_2");
  });

  it("is switched off by a 410, and what it has to deliver fails", async () => {
    const receiver = await open((response) => response.writeHead(410).end());
    const { body: webhook } = await create({ url: receiver.url });
    await publish(webhook.id, 1);
    const { data } = await until(
      () => read(webhook.id),
      (found) => found.data[0]?.status === "FAILED",
    );
    expect(data[0]).toMatchObject({ status: "FAILED", attempts: 1 });
    const off = await until(
      async () => (await api("GET", path(`/${webhook.id}`))).body,
      (found) => !found.active,
    );
    expect(Date.parse(off.dtGone) - Date.now() - shiftMs).toBeGreaterThan(-60_000);
    const { body: events } = await api("GET", `events?eventName=webhook.gone&resourceId=${webhook.id}`);
    expect(events.data).toHaveLength(1);
    const mail = await until(
      async () => mails.find((text) => text.replaceAll("=\r\n", "").includes(webhook.id)),
      (found) => found !== undefined,
    );
    expect(mail).toContain("Switched off: outgoing webhook");
    expect((await api("POST", path(`/${webhook.id}/test`))).body.code).toBe("webhook_deactivated");
    const on = await api("PUT", path(`/${webhook.id}/active?active=true`));
    expect(on.body).toMatchObject({ active: true, dtGone: null });
  });

  it("whose receiver is gone is forgotten to be so with another URL", async () => {
    const receiver = await open((response) => response.writeHead(410).end());
    const { body: webhook } = await create({ url: receiver.url });
    await publish(webhook.id, 1);
    await until(
      async () => (await api("GET", path(`/${webhook.id}`))).body,
      (found) => found.dtGone !== null,
    );
    const change = async (body: object) => (await api("PUT", path(`/${webhook.id}`), { body })).body;
    const renamed = await change({ version: webhook.version, name: "Renamed" });
    expect(renamed).toMatchObject({ active: false, dtGone: expect.any(String) });
    const moved = await change({ version: renamed.version, url: (await open()).url });
    expect(moved).toMatchObject({ active: false, dtGone: null });
  });

  it("is paused after three days of failure, and goes on when it is switched on", async () => {
    let isWell = false;
    const receiver = await open((response) => response.writeHead(isWell ? 200 : 500).end());
    const { body: webhook } = await create({ url: receiver.url });
    const channel = await open();
    const { body: other } = await create({ url: channel.url });
    const rule = {
      ...{ name: "Paused", description: "A webhook is paused", code: "paused", eventName: "webhook.paused" },
      ...{ alwaysFireEvent: true, active: true, webhookIds: [other.id] },
    };
    expect((await api("POST", "notifications/configurations", { body: rule })).status).toBe(200);
    await publish(webhook.id, 1);
    await until(
      () => read(webhook.id),
      (found) => found.data[0]?.attempts === 1,
    );
    shiftMs += 73 * 3_600_000;
    const paused = await until(
      async () => (await api("GET", path(`/${webhook.id}`))).body,
      (found) => found.dtPaused !== null,
    );
    expect(paused).toMatchObject({ active: true, dtPaused: expect.any(String) });
    const unrelated = { version: paused.version, name: "Renamed", active: true, url: receiver.url };
    const renamed = await api("PUT", path(`/${webhook.id}`), { body: unrelated });
    expect(renamed.body).toMatchObject({
      name: "Renamed",
      dtPaused: paused.dtPaused,
      failingSince: paused.failingSince,
    });
    const mail = await until(
      async () => mails.find((text) => text.replaceAll("=\r\n", "").includes(webhook.id)),
      (found) => found !== undefined,
    );
    expect(mail).toContain("From: Credenza <cabinet@example.test>");
    const events = await api("GET", "events?eventName=webhook.paused");
    expect(JSON.stringify(events.body.data)).toContain(webhook.id);
    const told = await until(
      async () => channel.received.map(({ body }) => JSON.parse(body.toString())),
      (found) => found.some(({ data }) => data.new.id === webhook.id),
    );
    expect(told.map(({ eventName, data }) => [eventName, data.new.id])).toContainEqual(["webhook.paused", webhook.id]);
    isWell = true;
    shiftMs += 24 * 3_600_000;
    await api("PUT", path(`/${webhook.id}/active?active=true`));
    const { data } = await until(
      () => read(webhook.id),
      (found) => found.data[0]?.status === "DELIVERED",
    );
    expect(data[0].status).toBe("DELIVERED");
  });

  it("keeps the order of deliveries with the same key", async () => {
    const receiver = await open((response, nth) => response.writeHead(nth === 1 ? 500 : 200).end());
    const { body: webhook } = await create({ url: receiver.url, orderingKey: "data.new.account" });
    await publish(webhook.id, 3, (index) => ({ new: { account: "a", index } }));
    await until(
      () => read(webhook.id),
      (found) => found.data.some((one: { attempts: number }) => one.attempts === 1),
    );
    shiftMs += 10_000;
    const all = await receiver.waitFor(4);
    expect(all.map(({ body }) => JSON.parse(body.toString()).data.new.index)).toEqual([0, 0, 1, 2]);
  });

  it("is not delivered to a private address that its host name points to later", async () => {
    const usual = credenza.context.network;
    let address = "9.9.9.9";
    credenza.context.network = createNetwork({ egressAllow: [], lookup: async () => [{ address, family: 4 }] });
    try {
      const { body: webhook } = await create({ url: "https://receiver.example.test/notify" });
      address = "10.0.0.1";
      await publish(webhook.id, 1);
      const { data } = await until(
        () => read(webhook.id),
        (found) => found.data[0]?.attempts === 1,
      );
      expect(data[0]).toMatchObject({ status: "WAITING", lastStatus: null });
      expect(data[0].lastError).toContain("private address");
    } finally {
      await credenza.context.network.close();
      credenza.context.network = usual;
    }
  });

  it("does not wait for a receiver that hangs", async () => {
    const hanging = await open(() => {});
    const healthy = await open();
    const sick = await create({ url: hanging.url });
    const well = await create({ url: healthy.url });
    await publish(sick.body.id, 300);
    await publish(well.body.id, 100);
    const all = await healthy.waitFor(100);
    expect(new Set(all.map(({ headers }) => headers["x-m3ter-id"])).size).toBe(100);
  });
});

describe("what an outgoing webhook refuses", () => {
  it.each([
    "http://example.com/",
    "http://10.0.0.1/",
    "https://10.0.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://0x0a.1/",
    "https://user:password@192.0.0.9/",
    "https://does-not-exist.invalid/",
    "ftp://192.0.0.9/",
    "nonsense",
  ])("the URL %s", async (url) => {
    expect(await create({ url })).toMatchObject({ status: 400, body: { errors: [{ field: "url" }] } });
  });

  it("a code that is taken, a short secret, an unknown member", async () => {
    const url = "https://127.0.0.1:9/";
    expect(await create({ url, code: "twice" })).toMatchObject({ status: 200 });
    expect(await create({ url, code: "twice" })).toMatchObject({ status: 409, body: { code: "already_exists" } });
    const short = { type: "M3TER_SIGNED_REQUEST", apiKey: "k", secret: "short" };
    expect(await create({ url, credentials: short })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "credentials.secret" }] },
    });
    expect((await create({ url, colour: "red" })).status).toBe(400);
  });

  it("the deletion of its credential, which names the webhook", async () => {
    const { body } = await create({ url: "https://127.0.0.1:9/" });
    const answer = await api("DELETE", `integrationcredentials/${body.credentials.id}`);
    expect(answer).toMatchObject({ status: 409, body: { usedBy: [{ kind: "webhook", id: body.id }] } });
  });
});
