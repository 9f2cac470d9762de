import { afterAll, beforeAll, expect, test } from "vitest";
import { apiKey, call, inline, newThings, publish, type Rig, readLog, startRig, untilRun } from "./setup.ts";

let rig: Rig;
let accounts: { id: string; integrationCredentialsId: string };
let bills: { id: string };

beforeAll(async () => {
  rig = await startRig();
  const account = { entityType: "Account", destination: "Stripe_test", credentials: inline };
  accounts = await call(rig.credenza, "POST", "integrationconfigs", account);
  const { integrationCredentialsId } = accounts;
  const bill = { entityType: "Bill", destination: "STRIPE_TEST", integrationCredentialsId };
  bills = await call(rig.credenza, "POST", "integrationconfigs", bill);
});
afterAll(() => rig?.stop());

async function mappedAccount() {
  const things = newThings();
  await publish(rig.credenza, "configuration.account.created", things.account);
  await untilRun(rig.credenza, `Account/latest/${things.account.id}`);
  return things;
}

test("a published account becomes a customer, a bill of it an invoice, and their ids are mapped", async () => {
  const { credenza, stripe } = rig;
  const { account, bill } = await mappedAccount();
  const eventId = await publish(credenza, "billing.bill.created", bill);
  const run = await untilRun(credenza, `Bill/latest/${bill.id}`);
  expect(run).toMatchObject({ status: "COMPLETE", error: null, eventId, integrationConfigId: bills.id, attempts: 1 });
  const mappings = await call(credenza, "GET", `externalmappings/external/Account/${account.id}`);
  const [{ externalId: customer, ...mapping }] = mappings.data;
  expect(mapping).toMatchObject({ externalSystem: "STRIPE_TEST", externalTable: "customer", m3terEntity: "Account" });
  const [invoice, lines] = stripe.calls.filter(({ path }) => path.startsWith("/v1/invoices")).slice(-2);
  expect(invoice?.form).toMatchObject({ customer, currency: "usd", "metadata[bill_id]": bill.id });
  expect(lines).toMatchObject({
    path: `/v1/invoices/${run.externalId}/add_lines`,
    form: { "lines[0][amount]": "12050", "lines[0][description]": "API calls", "lines[1][amount]": "1000" },
  });
  const found = await call(credenza, "GET", `externalmappings/externalid/STRIPE_TEST/invoice/${run.externalId}`);
  expect(found.data).toMatchObject([{ m3terId: bill.id, integrationConfigId: bills.id }]);
});

test("runs are listed by date or by time", async () => {
  const { credenza } = rig;
  const { account } = await mappedAccount();
  const [entity] = (await call(credenza, "GET", `integrationruns/Account/${account.id}`)).data;
  const shiftedDay = (days: number) =>
    new Date(Date.parse(entity.dtCreated) + days * 86_400_000).toISOString().slice(0, 10);
  const [yesterday, today, tomorrow] = [-1, 0, 1].map(shiftedDay);
  const idsOf = async (query: string, place = `/Account/${account.id}`) =>
    (await call(credenza, "GET", `integrationruns${place}?${query}`)).data.map(({ id }: { id: string }) => id);
  for (const place of [`/Account/${account.id}`, ""]) {
    expect(await idsOf(`startDate=${today}&endDate=${today}`, place)).toContain(entity.id);
    expect(await idsOf(`startDate=${today}T00:00:00Z&endDate=${tomorrow}T00:00:00%2B00:00`, place)).toContain(
      entity.id,
    );
    expect(await idsOf(`endDate=${yesterday}`, place)).not.toContain(entity.id);
    expect(await idsOf(`startDate=${tomorrow}`, place)).not.toContain(entity.id);
  }
  expect(await idsOf(`endDate=${today}T00:00:00Z`)).not.toContain(entity.id);
  for (const wrong of ["2026-02-30", "yesterday", "2026-11"]) {
    const { body } = await credenza.api("GET", `integrationruns/Account/${account.id}?endDate=${wrong}`);
    expect(body.errors).toEqual([{ field: "endDate", message: expect.stringContaining("or a date such as") }]);
  }
});

test("a changed account changes the customer that it is mapped to", async () => {
  const { credenza, stripe } = rig;
  const { account } = await mappedAccount();
  const before = await call(credenza, "GET", `externalmappings/external/Account/${account.id}`);
  await publish(credenza, "configuration.account.updated", { ...account, name: "Renamed" });
  await untilRun(
    credenza,
    `Account/latest/${account.id}`,
    ({ status, attempts }) => status === "COMPLETE" && attempts > 0,
  );
  await expect.poll(() => stripe.calls.at(-1)?.form.name).toBe("Renamed");
  expect(stripe.calls.at(-1)?.path).toBe(`/v1/customers/${before.data[0].externalId}`);
});

test("the log tells every call and answer, and no secret", async () => {
  const { credenza } = rig;
  const { bill } = await mappedAccount();
  await publish(credenza, "billing.bill.created", bill);
  const { id } = await untilRun(credenza, `Bill/latest/${bill.id}`);
  const log = await readLog(credenza, id);
  expect(log).toMatchObject([
    { attempt: 1, request: { method: "POST", path: "/v1/invoices" }, response: { status: 200 }, error: null },
    { attempt: 1, request: { path: expect.stringContaining("add_lines") }, response: { status: 200 } },
  ]);
  expect(JSON.stringify(log)).not.toContain(apiKey);
});

test("a refusal that will pass is tried again: 429 after Retry-After, 5xx later, and nothing is made twice", async () => {
  const { credenza, stripe, pass } = rig;
  const { bill } = await mappedAccount();
  stripe.refusals.push({ status: 429, body: {}, headers: { "retry-after": "600" } });
  await publish(credenza, "billing.bill.created", bill);
  const latest = `Bill/latest/${bill.id}`;
  const limited = await untilRun(credenza, latest, ({ status }) => status === "RATE_LIMIT_RETRY");
  expect(Date.parse(limited.dtNextAttempt) - Date.parse(limited.dtCreated)).toBeGreaterThanOrEqual(600_000);
  const before = stripe.made.size;
  stripe.refusals.push({ status: 500, body: {}, afterwards: true });
  pass(601_000);
  await untilRun(credenza, latest, ({ status }) => status === "AWAITING_RETRY");
  pass(60_000);
  expect(await untilRun(credenza, latest)).toMatchObject({ status: "COMPLETE", attempts: 3 });
  expect(stripe.made.size - before).toBe(2);
});

test.each([
  [{ status: 401, body: { error: {} } }, "AUTH_FAILED", "integration.authentication.error"],
  [{ status: 400, body: { error: { message: "No such price" } } }, "ERROR", "integration.validation.error"],
  [{ status: 404, body: {} }, "ERROR", "integration.perform.error"],
  [
    { status: 400, body: { error: { message: "Invoice is already paid" } } },
    "INVOICE_ALREADY_PAID",
    "integration.perform.error",
  ],
])("an answer %j ends the run as %s and is told as %s", async (refusal, status, eventName) => {
  const { credenza, stripe } = rig;
  const { bill } = await mappedAccount();
  stripe.refusals.push(refusal);
  await publish(credenza, "billing.bill.created", bill);
  const run = await untilRun(credenza, `Bill/latest/${bill.id}`);
  expect(run.status).toBe(status);
  const { data } = await call(credenza, "GET", `events?eventName=${eventName}&resourceId=${run.id}`);
  expect(data).toHaveLength(1);
});

test("a bill whose account is not mapped says so, and goes through as a replay once it is", async () => {
  const { credenza } = rig;
  const { account, bill } = newThings();
  await publish(credenza, "billing.bill.created", bill);
  const run = await untilRun(credenza, `Bill/latest/${bill.id}`);
  expect(run).toMatchObject({ status: "ERROR", error: expect.stringContaining(account.id) });
  const told = await call(credenza, "GET", "events?eventName=integration.missingaccountmapping.error");
  const missingMapping = { m3terEntity: "Account", m3terId: account.id, externalTable: "customer" };
  expect(told.data[0].m3terEvent.eventData.newDto).toMatchObject({ integrationRunId: run.id, missingMapping });
  const mapping = { m3terEntity: "Account", m3terId: account.id, externalSystem: "STRIPE_TEST" };
  const made = { ...mapping, externalTable: "customer", externalId: "cus_by_hand" };
  await call(credenza, "POST", "externalmappings", made);
  const replay = await call(credenza, "POST", `integrationruns/${run.id}/replay`);
  expect(replay).toMatchObject({ parentIntegrationRunId: run.id, entityId: bill.id });
  expect(await untilRun(credenza, replay.id)).toMatchObject({ status: "COMPLETE" });
  expect(rig.stripe.calls.at(-2)?.form.customer).toBe("cus_by_hand");
});

test("what still fails after 24 hours has had its time", async () => {
  const { credenza, stripe, pass } = rig;
  const { bill } = await mappedAccount();
  stripe.refusals.push({ status: 503, body: {} });
  await publish(credenza, "billing.bill.created", bill);
  const latest = `Bill/latest/${bill.id}`;
  await untilRun(credenza, latest, ({ status }) => status === "AWAITING_RETRY");
  stripe.refusals.push({ status: 503, body: {} });
  pass(24 * 3_600_000);
  const token = await credenza.token(credenza.admin.accessKeyId, credenza.admin.apiSecret);
  const read = async () => (await credenza.api("GET", `integrationruns/${latest}`, { token })).body;
  await expect.poll(read).toMatchObject({ status: "TIMEOUT_LIMIT_EXCEEDED", attempts: 2 });
});
