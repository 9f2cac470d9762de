import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NotificationMatch, StoredEvent } from "../../src/events/event.ts";
import { purgeEvents } from "../../src/jobs/maintenance.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { addOrganization } from "../second-organization.ts";

let credenza: TestCredenza;
const nowMs = Date.now();
const heard: { events: StoredEvent[]; matches: NotificationMatch[] } = { events: [], matches: [] };

beforeAll(async () => {
  credenza = await startCredenza({ now: () => nowMs });
  credenza.context.events.addConsumer({
    onEvents: async (_tx, events) => void heard.events.push(...events),
    onNotifications: async (_tx, matches) => void heard.matches.push(...matches),
  });
});
afterAll(() => credenza?.stop());

const publish = (body: unknown) => credenza.api("POST", "events", { body });
const order = (amount: unknown, more = {}) => ({
  eventName: "shop.order.updated",
  eventData: { newDto: { id: "o-1", accountId: "a-1", amount }, oldDto: { amount: 1 } },
  ...more,
});
const list = async (query = "") => (await credenza.api("GET", `events?${query}`)).body.data;
const rule = (code: string, calculation: string, more = {}) => ({
  ...{ name: code, description: "For a test.", code, eventName: "shop.order.updated", calculation, active: true },
  ...more,
});
const createRule = (body: unknown) => credenza.api("POST", "notifications/configurations", { body });

describe("events", () => {
  it("are 201 after the commit, and read back in the m3ter shape", async () => {
    const { status, body } = await publish(order(5));
    expect([status, body.ids]).toEqual([201, [body.id]]);
    expect((await credenza.api("GET", `events/${body.id}`)).body).toEqual({
      id: body.id,
      eventName: "shop.order.updated",
      eventTime: new Date(nowMs).toISOString(),
      m3terEvent: {
        eventName: "shop.order.updated",
        eventTime: new Date(nowMs).toISOString(),
        eventData: { newDto: { id: "o-1", accountId: "a-1", amount: 5 }, oldDto: { amount: 1 } },
      },
      dtActioned: null,
    });
  });

  it("come in batches of up to 1,000, each key once, also within a batch and over two", async () => {
    const events = Array.from({ length: 1000 }, (_, index) => order(index, { idempotencyKey: `k-${index % 990}` }));
    const first = (await publish({ events })).body.ids;
    expect(new Set(first).size).toBe(990);
    expect(first[995]).toBe(first[5]);
    expect((await publish(order(7, { idempotencyKey: "k-7" }))).body.id).toBe(first[7]);
    expect((await publish({ events: [...events, order(1)] })).status).toBe(400);
  });

  it.each([
    [{ eventData: {} }, "eventName"],
    [{ eventName: "one", eventData: {} }, "eventName"],
    [{ eventName: "a.b" }, "eventData"],
    [{ eventName: "a.b", eventData: [] }, "eventData"],
    [{ eventName: "a.b", eventData: {}, eventTime: "yesterday" }, "eventTime"],
    [{ events: [] }, "events"],
    [{ events: [{ eventName: "a.b", eventData: {} }], eventName: "a.b" }, "events"],
    [{ events: [{ eventName: "a.b", eventData: {}, surprise: 1 }] }, "events.0.surprise"],
  ])("%j is refused, naming %s, and stores nothing", async (body, field) => {
    const before = (await list("pageSize=1"))[0]?.id;
    const answer = await publish(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect((await list("pageSize=1"))[0]?.id).toBe(before);
  });

  it("are found by id, name, account, resource and category; an actioned one is left out unless asked for", async () => {
    const { id } = (
      await publish({ eventName: "integration.perform.error", eventData: { new: { id: "r-9", accountId: "a-9" } } })
    ).body;
    for (const query of [
      `ids=${id}`,
      "eventName=integration.perform.error",
      "accountId=a-9",
      "resourceId=r-9",
      "eventType=IntegrationEvent",
    ]) {
      expect(
        (await list(query)).map((event: { id: string }) => event.id),
        query,
      ).toEqual([id]);
    }
    expect((await credenza.api("POST", `events/${id}/action`)).body.dtActioned).toBe(new Date(nowMs).toISOString());
    expect(await list("resourceId=r-9")).toEqual([]);
    expect(await list("resourceId=r-9&includeActioned=true")).toHaveLength(1);
    await credenza.api("POST", `events/${id}/unaction`);
    expect(await list("resourceId=r-9")).toHaveLength(1);
  });

  it("teach their names and fields", async () => {
    await publish({
      eventName: "shop.cart.left",
      eventData: { new: { total: 5, lines: [1], customer: { vip: true } } },
    });
    await publish({ eventName: "shop.cart.left", eventData: { new: { coupon: "x" } } });
    expect((await credenza.api("GET", "events/types")).body.events).toEqual(
      expect.arrayContaining(["shop.cart.left", "billing.bill.approved", "configuration.account.created"]),
    );
    expect((await credenza.api("GET", "events/fields?eventName=shop.cart.left")).body.events).toEqual({
      "shop.cart.left": {
        "new.total": "number",
        "new.lines": "list",
        "new.customer.vip": "boolean",
        "new.coupon": "string",
      },
    });
  });

  it("of another organization are not there", async () => {
    const other = await addOrganization(credenza, "Other");
    const path = `/organizations/${other.id}/events`;
    expect((await credenza.api("GET", path, { token: other.token })).body.data).toEqual([]);
  });

  it("are deleted after 28 days, and no day sooner", async () => {
    await publish(order(1));
    const count = async () => (await list("includeActioned=true&pageSize=200")).length;
    const before = await count();
    const afterDays = (days: number) => ({ ...credenza.context, now: () => nowMs + days * 86_400_000 });
    await purgeEvents(afterDays(27));
    expect(await count()).toBe(before);
    await purgeEvents(afterDays(29));
    expect(await count()).toBe(0);
  });
});

describe("notification rules", () => {
  it("fire in the transaction of the event, only when they hold, are active and name the event", async () => {
    const credentials = { type: "M3TER_SIGNED_REQUEST", apiKey: "key_1", secret: "a secret of thirty-two character" };
    const webhook = { name: "Ledger", description: "Books", url: "https://127.0.0.1:9/notify", credentials };
    const { id: webhookId } = (await credenza.api("POST", "integrationdestinations/webhooks", { body: webhook })).body;
    const targets = { webhookIds: [webhookId, webhookId], workflowIds: [] };
    const large = (await createRule(rule("large", "new.amount > 100 AND old.amount <= 100", targets))).body;
    await createRule(rule("always", "", { alwaysFireEvent: true }));
    await createRule(rule("asleep", "true", { active: false }));
    await createRule(rule("elsewhere", "true", { eventName: "shop.order.deleted" }));
    heard.matches.length = 0;
    const { id } = (await publish(order(500))).body;
    expect(heard.matches.map(({ rule: { code } }) => code).toSorted()).toEqual(["always", "large"]);
    expect(heard.matches.find(({ rule: { code } }) => code === "large")).toMatchObject({
      webhookIds: [webhookId],
      event: { id },
    });
    heard.matches.length = 0;
    await publish(order(50));
    expect(heard.matches.map(({ rule: { code } }) => code)).toEqual(["always"]);
    expect((await list(`notificationId=${large.id}`)).map((event: { id: string }) => event.id)).toEqual([id]);
    expect((await list("notificationCode=large&eventType=Notification")).length).toBe(1);
  });

  it("that are changed or switched off count at once", async () => {
    const { body } = await createRule(rule("moving", "new.amount == 1"));
    const put = (change: object) => credenza.api("PUT", `notifications/configurations/${body.id}`, { body: change });
    const fired = async () => {
      heard.matches.length = 0;
      await publish(order(2));
      return heard.matches.some(({ rule: { code } }) => code === "moving");
    };
    expect(await fired()).toBe(false);
    expect((await put({ version: 1, calculation: "new.amount == 2" })).body).toMatchObject({ version: 2 });
    expect(await fired()).toBe(true);
    await put({ version: 2, active: false });
    expect(await fired()).toBe(false);
    expect((await put({ version: 2, active: true })).status).toBe(409);
  });

  it("that cannot be worked out raise an event of their own and stop neither the others nor the publishing", async () => {
    await createRule(rule("broken", "new.name > 5"));
    await createRule(rule("fine", "true"));
    heard.matches.length = 0;
    const published = await publish({ ...order(3), eventData: { new: { id: "o-2", name: "secret value" } } });
    expect(published.status).toBe(201);
    expect(heard.matches.map(({ rule: { code } }) => code)).toContain("fine");
    const [fault] = await list("eventName=integration.validation.error");
    expect(fault.m3terEvent.eventData.newDto).toMatchObject({ id: published.body.id, notificationCode: "broken" });
    expect(JSON.stringify(fault)).not.toContain("secret value");
  });

  it.each([
    [{ calculation: "new.amount >" }, "calculation"],
    [{ calculation: "" }, "calculation"],
    [{ code: "1st" }, "code"],
    [{ eventName: "orders" }, "eventName"],
    [{ description: "" }, "description"],
    [{ webhookIds: ["x"] }, "webhookIds.0"],
  ])("with %j are refused, naming %s", async (change, field) => {
    const answer = await createRule({ ...rule("refused", "true"), ...change });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });

  it("have codes of their own", async () => {
    await createRule(rule("twice", "true"));
    expect(await createRule(rule("twice", "true"))).toMatchObject({
      status: 400,
      body: { errors: [{ field: "code" }] },
    });
  });

  it("can be tried against a past event", async () => {
    const { id } = (await publish(order(9))).body;
    const evaluate = async (body: object) => (await credenza.api("POST", "notifications/evaluate", { body })).body;
    expect(await evaluate({ eventId: id, calculation: "new.amount == 9" })).toEqual({ success: true, result: true });
    expect(await evaluate({ eventId: id, calculation: "new.amount == 8" })).toEqual({ success: true, result: false });
    expect(await evaluate({ calculation: "new.amount == 8" })).toEqual({ success: true });
    expect(await evaluate({ eventId: id, calculation: "1 / 0 > 1" })).toEqual({
      success: false,
      errorMessage: "Division by zero (at character 1)",
      errorPosition: 0,
    });
  });
});

describe("changes of the configuration", () => {
  it("are events, with the thing as the API shows it and never its secrets, also for rules", async () => {
    const secret = "live_canary_of_a_chargebee_key";
    await createRule(rule("credential-made", "true", { eventName: "configuration.credential.created" }));
    const body = { name: "Billing", destination: "CHARGEBEE", apiKey: secret, site: "acme" };
    const { body: made } = await credenza.api("POST", "integrationcredentials", { body });
    const [created] = await list("eventName=configuration.credential.created");
    expect(created.m3terEvent.eventData.newDto).toMatchObject({
      id: made.id,
      name: "Billing",
      destination: "CHARGEBEE",
    });
    expect(heard.matches.at(-1)?.rule.code).toBe("credential-made");
    await credenza.api("PUT", `integrationcredentials/${made.id}`, { body: { name: "Bills", version: made.version } });
    const [updated] = await list("eventName=configuration.credential.updated");
    expect(updated.m3terEvent.eventData.newDto.name).toBe("Bills");
    await credenza.api("DELETE", `integrationcredentials/${made.id}`);
    const [deleted] = await list("eventName=configuration.credential.deleted");
    expect(deleted.m3terEvent.eventData.oldDto.id).toBe(made.id);
    expect(JSON.stringify([created, updated, deleted, heard])).not.toContain(secret);
  });
});

it("an event and what its consumers write are stored together or not at all", async () => {
  const before = (await list("includeActioned=true&pageSize=1"))[0]?.id;
  const failing = { onEvents: async () => Promise.reject(new Error("consumer")) };
  credenza.context.events.addConsumer(failing);
  expect((await publish(order(1))).status).toBe(500);
  expect((await list("includeActioned=true&pageSize=1"))[0]?.id).toBe(before);
});
