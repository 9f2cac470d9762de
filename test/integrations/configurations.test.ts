import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { call, inline, newThings, publish, type Rig, startRig, untilQuiet, untilRun } from "./setup.ts";

const mails: string[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData: (stream, _session, done) => void text(stream).then((content) => done(void mails.push(content) as undefined)),
});
let rig: Rig;
let credential: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const { port } = smtp.server.address() as AddressInfo;
  rig = await startRig({ CREDENZA_SMTP_URL: `smtp://127.0.0.1:${port}`, CREDENZA_MAIL_FROM: "credenza@example.test" });
  const key = { ...inline, name: "Stripe", destination: "STRIPE_TEST" };
  credential = (await call(rig.credenza, "POST", "integrationcredentials", key)).id;
});
afterAll(async () => {
  await rig?.stop();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

afterEach(() => untilQuiet(rig.credenza));

const create = (body: Record<string, unknown>) => {
  const usual = { entityType: "Account", destination: "STRIPE_TEST", integrationCredentialsId: credential };
  return call(rig.credenza, "POST", "integrationconfigs", { ...usual, ...body });
};
const runsOf = async (configId: string) =>
  (await call(rig.credenza, "GET", `integrationruns?configId=${configId}&order=ASC`)).data;

/** An entity type of this test alone. */
const ownType = () => `Thing${randomUUID().slice(0, 8)}`;
const ownSteps = [{ method: "POST", path: "/v1/customers", format: "form", mapping: '{ "name": entity.name }' }];

test("account filters: an allow list, a deny list, an expression; each passes only its own", async () => {
  const entityType = ownType();
  const withFilter = (accountFilter: unknown) => create({ entityType, configData: { steps: ownSteps, accountFilter } });
  const allowed = await withFilter({ allow: ["a1"] });
  const denied = await withFilter({ deny: ["a1"] });
  const large = await withFilter({ expression: "currency == 'EUR' AND customFields.tier > 2" });
  const event = (id: string, account: unknown) =>
    publish(rig.credenza, `shop.${entityType}.created`, { id, accountId: id, account, name: id });
  await event("a1", { currency: "EUR", customFields: { tier: 3 } });
  await event("a2", { currency: "USD", customFields: { tier: 3 } });
  expect((await runsOf(allowed.id)).map((run: { entityId: string }) => run.entityId)).toEqual(["a1"]);
  expect((await runsOf(denied.id)).map((run: { entityId: string }) => run.entityId)).toEqual(["a2"]);
  expect((await runsOf(large.id)).map((run: { entityId: string }) => run.entityId)).toEqual(["a1"]);
});

test("named events alone start runs where a configuration names some; a deletion does only then", async () => {
  const entityType = ownType();
  const usual = await create({ entityType, configData: { steps: ownSteps } });
  const named = await create({ entityType, configData: { steps: ownSteps, events: [`shop.${entityType}.deleted`] } });
  await publish(rig.credenza, `shop.${entityType}.created`, { id: "1" });
  await publish(rig.credenza, `shop.${entityType}.deleted`, { id: "2" });
  expect((await runsOf(usual.id)).map((run: { entityId: string }) => run.entityId)).toEqual(["1"]);
  expect((await runsOf(named.id)).map((run: { entityId: string }) => run.entityId)).toEqual(["2"]);
});

test("an event that comes again by its key makes no second run", async () => {
  const entityType = ownType();
  const config = await create({ entityType, configData: { steps: ownSteps } });
  const event = {
    eventName: `shop.${entityType}.created`,
    eventData: { new: { id: "1" } },
    idempotencyKey: entityType,
  };
  for (let turn = 0; turn < 3; turn++) await call(rig.credenza, "POST", "events", event);
  expect(await runsOf(config.id)).toHaveLength(1);
});

test("after its limit of failures a configuration is disabled, told by event and e-mail, and enabled again", async () => {
  const { credenza, stripe } = rig;
  const entityType = ownType();
  const configData = { steps: ownSteps, maxFailures: 2, notify: ["ada@example.test"] };
  const { id } = await create({ entityType, name: "Failing", configData });
  for (const entity of ["1", "2"]) {
    stripe.refusals.push({ status: 400, body: { error: { message: "no" } } });
    await publish(credenza, `shop.${entityType}.created`, { id: entity });
    expect(await untilRun(credenza, `${entityType}/latest/${entity}`)).toMatchObject({ status: "ERROR" });
  }
  const disabled = await call(credenza, "GET", `integrationconfigs/${id}`);
  expect(disabled).toMatchObject({ enabled: false, consecutiveFailures: 2, status: "ERROR" });
  expect(disabled.disabledReason).toContain("2 runs in a row");
  await expect.poll(() => mails.join()).toContain("Disabled: integration Failing");
  const told = await call(credenza, "GET", "events?eventName=integration.disabled.error");
  expect(told.data[0].m3terEvent.eventData.newDto).toMatchObject({ id, name: "Failing" });
  await publish(credenza, `shop.${entityType}.created`, { id: "3" });
  expect(await runsOf(id)).toHaveLength(2);
  expect(await call(credenza, "POST", `integrationconfigs/${id}/enable`)).toMatchObject({
    enabled: true,
    consecutiveFailures: 0,
    dtDisabled: null,
  });
  await publish(credenza, `shop.${entityType}.created`, { id: "4" });
  expect(await untilRun(credenza, `${entityType}/latest/4`)).toMatchObject({ status: "COMPLETE" });
});

test("what waits when its configuration is switched off ends as disabled", async () => {
  const { credenza, stripe } = rig;
  const entityType = ownType();
  const { id } = await create({ entityType, configData: { steps: ownSteps } });
  stripe.refusals.push({ status: 503, body: {} });
  await publish(credenza, `shop.${entityType}.created`, { id: "1" });
  await untilRun(credenza, `${entityType}/latest/1`, ({ status }) => status === "AWAITING_RETRY");
  await call(credenza, "POST", `integrationconfigs/${id}/disable`);
  expect(await untilRun(credenza, `${entityType}/latest/1`)).toMatchObject({ status: "DISABLED" });
});

test("a rule's notification goes to the outgoing webhook that a configuration links it to", async () => {
  const { credenza } = rig;
  const rule = await call(credenza, "POST", "notifications/configurations", {
    ...{ name: "Large", description: "Large", code: "large", eventName: "shop.order.created" },
    ...{ calculation: "new.amount > 100", active: true },
  });
  const webhook = await call(credenza, "POST", "integrationdestinations/webhooks", {
    ...{ name: "Ledger", description: "Ledger", url: "https://127.0.0.1:9/notify" },
    credentials: { type: "M3TER_SIGNED_REQUEST", apiKey: "key", secret: "a secret of thirty-two characters" },
  });
  const link = { entityType: "Notification", entityId: rule.id, destination: "Webhook", destinationId: webhook.id };
  await call(credenza, "POST", "integrationconfigs", link);
  await publish(credenza, "shop.order.created", { id: "1", amount: 99 });
  await publish(credenza, "shop.order.created", { id: "2", amount: 101 });
  const run = await untilRun(credenza, `Notification/latest/${rule.id}`);
  expect(run).toMatchObject({ status: "COMPLETE", destination: "WEBHOOK", destinationId: webhook.id });
  const deliveries = await call(credenza, "GET", `integrationdestinations/webhooks/${webhook.id}/deliveries`);
  expect(deliveries.data).toMatchObject([{ eventName: "shop.order.created" }]);
  const runs = await call(credenza, "GET", `integrationruns/destinations/${webhook.id}`);
  expect(runs.data).toHaveLength(1);
  await call(credenza, "PUT", `integrationdestinations/webhooks/${webhook.id}/active?active=false`);
  await publish(credenza, "shop.order.created", { id: "3", amount: 102 });
  const unsent = await untilRun(
    credenza,
    `Notification/latest/${rule.id}`,
    ({ id, status }) => id !== run.id && status !== "WAITING" && status !== "STARTED",
  );
  expect(unsent).toMatchObject({ status: "DISABLED", error: "The outgoing webhook is switched off or deleted." });
});

test("400 for a preset with a credential whose base URL is another", async () => {
  const { credenza } = rig;
  const xml = await call(credenza, "POST", "integrationcredentials", {
    ...{ name: "Intacct", destination: "SAGE_INTACCT", type: "SAGE_INTACCT_XML", senderId: "s", senderPassword: "p" },
    ...{ companyId: "c", userId: "u", userPassword: "w" },
  });
  const body = { entityType: "Bill", destination: "SAGE_INTACCT", integrationCredentialsId: xml.id };
  const refused = await credenza.api("POST", "integrationconfigs", { body });
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining("integrationCredentialsId")]);
  expect(refused.body.detail).toContain("Sage Intacct REST client");
  const steps = [{ method: "POST", path: "/", mapping: '{ "name": entity.name }' }];
  await call(credenza, "POST", "integrationconfigs", { ...body, configData: { steps } });
});

test("a preview shows the calls of an event without making them, and where a mapping fails", async () => {
  const { credenza, stripe } = rig;
  const eventId = await publish(credenza, "billing.draft.created", newThings().bill);
  const before = stripe.calls.length;
  const preview = { destination: "STRIPE_TEST", entityType: "Bill", eventId, accountExternalId: "cus_9" };
  const shown = await call(credenza, "POST", "integrationconfigs/preview", preview);
  expect(shown).toMatchObject({
    success: true,
    requests: [
      { method: "POST", path: "/v1/invoices", format: "form", body: { customer: "cus_9", currency: "usd" } },
      { path: "/v1/invoices/id_of_call_1/add_lines", body: { lines: [{ amount: 12050 }, { amount: 1000 }] } },
    ],
  });
  const configData = { steps: [{ ...ownSteps[0], mapping: "entity.(" }] };
  const failing = await call(credenza, "POST", "integrationconfigs/preview", { ...preview, configData });
  expect(failing).toMatchObject({ success: false, errorMessage: expect.stringContaining("Call 1") });
  expect(stripe.calls.length).toBe(before);
});

test("ids of a table are looked up through the credential", async () => {
  const path = `externalmappingconfiguration/values/STRIPE_TEST/Account`;
  const expected = [{ id: "cus_1", name: "Acme" }];
  expect(await call(rig.credenza, "GET", `${path}/${credential}`)).toEqual(expected);
  expect(await call(rig.credenza, "GET", path)).toEqual(expected);
  const unknown = await rig.credenza.api("GET", `${path}?externalTable=planet`);
  expect(unknown).toMatchObject({ status: 404, body: { code: "not_found" } });
});

test.each([
  [{ destination: "NOWHERE" }, "destination"],
  [{ integrationCredentialsId: null }, "integrationCredentialsId"],
  [{ integrationCredentialsId: "00000000-0000-7000-8000-000000000000" }, "integrationCredentialsId"],
  [{ destination: "STRIPE" }, "integrationCredentialsId"],
  [{ entityType: "Planet" }, "configData.steps"],
  [{ configData: { preset: "nothing" } }, "configData.preset"],
  [{ configData: { accountFilter: { expression: "accountName ==" } } }, "configData.accountFilter.expression"],
  [{ configData: { steps: [{ method: "GET", path: "/" }] } }, "configData.steps.0.method"],
  [{ configData: { maxFailures: 0 } }, "configData.maxFailures"],
  [{ destination: "WEBHOOK", destinationId: "nowhere" }, "destinationId"],
  [{ integrationCredentialsId: undefined, credentials: { type: "STRIPE_API_KEY" } }, "credentials.apiKey"],
])("a configuration with %j is refused at %s, and nothing is stored", async (given, field) => {
  const usual = { entityType: "Account", destination: "STRIPE_TEST", integrationCredentialsId: credential };
  const count = async () => (await call(rig.credenza, "GET", "integrationconfigs?pageSize=200")).data.length;
  const before = await count();
  const answer = await rig.credenza.api("POST", "integrationconfigs", { body: { ...usual, ...given } });
  expect(answer).toMatchObject({ status: 400, body: { code: "validation_failed" } });
  expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
  expect(await count()).toBe(before);
});
