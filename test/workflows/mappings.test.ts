import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templates } from "../../src/workflows/templates.ts";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { post, startWorkflow, untilNewestRun, untilRun } from "./workflow.ts";

let credenza: TestCredenza;
let system: FakeServer;
let calls: { method: string; url: string; body: string }[];

const answers: Record<string, unknown> = {
  "GET /crm/v3/objects/deals": {
    id: "77",
    properties: { dealname: "Acme", billing_email: "ap@acme.test" },
    associations: { companies: { results: [{ id: "company-5" }] } },
  },
  "POST /organizations/org/accounts": { id: "account-9" },
  "POST /customers": { customer: { id: "hubspot-company-5" } },
  "GET /organizations/org/bills": {
    ...{ id: "bill-1", accountId: "account-9", currency: "EUR" },
    lineItems: [{ productCode: "api", quantity: 2, subtotal: 10 }],
  },
};

beforeAll(async () => {
  calls = [];
  system = await startServer(async (request, response) => {
    const { method = "", url = "" } = request;
    calls.push({ method, url, body: await text(request) });
    const found = Object.entries(answers).find(([call]) => {
      const [verb, path = ""] = call.split(" ");
      return verb === method && url.includes(path);
    });
    if (url.includes("/invoice/")) {
      response.writeHead(204, { location: "https://netsuite.test/record/v1/invoice/4711" }).end();
      return;
    }
    const token = { access_token: "issued-by-the-fake", token_type: "bearer", expires_in: 3600 };
    const answer = url.includes("token") ? token : (found?.[1] ?? {});
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  const names = ["HUBSPOT", "M3TER", "CHARGEBEE", "NETSUITE", "SLACK"];
  credenza = await startCredenza({
    env: Object.fromEntries(names.map((name) => [`CREDENZA_BASE_URL_${name}`, system.url])),
  });
});
afterAll(async () => {
  await credenza?.stop();
  await system?.close();
});

const byHand = { trigger: { type: "manual" } };
const account = { m3terEntity: "Account", externalSystem: "CHARGEBEE", externalTable: "customer" };
const inputs = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

async function run(step: object) {
  const { id } = await startWorkflow(credenza, [{ id: "map", ...step }], byHand);
  await post(credenza, `workflows/${id}/test`);
  return untilNewestRun(credenza, id);
}
const store = (values: Record<string, string>) =>
  run({ function: "mapping.store", inputs: inputs({ ...account, ...values }) });
const find = (values: Record<string, string>) =>
  run({ function: "mapping.find", inputs: inputs({ ...account, ...values }) });

describe("an external mapping", () => {
  it("is stored once, however often the step is done, and found by either id", async () => {
    const first = await store({ m3terId: "a-1", externalId: "cus-1" });
    const again = await store({ m3terId: "a-1", externalId: "cus-1" });
    expect(first).toMatchObject({ status: "COMPLETED", output: { externalId: "cus-1" } });
    expect(again.output).toEqual(first.output);
    const { body } = await credenza.api("GET", "externalmappings/external/Account/a-1");
    expect(body.data).toMatchObject([{ id: first.output.mappingId, externalId: "cus-1", version: 1 }]);
    const found = { found: true, m3terId: "a-1", externalId: "cus-1" };
    expect((await find({ m3terId: "a-1" })).output).toEqual(found);
    expect((await find({ externalId: "cus-1" })).output).toEqual(found);
  });

  it("that says something else is kept or replaced, as the step says, and a failure by itself", async () => {
    await store({ m3terId: "a-2", externalId: "cus-2" });
    const refused = await store({ m3terId: "a-2", externalId: "cus-3" });
    expect(refused).toMatchObject({ status: "FAILED", error: { code: "mapping_exists", stepId: "map" } });
    const kept = await store({ m3terId: "a-2", externalId: "cus-3", conflict: "keep" });
    expect(kept.output).toMatchObject({ externalId: "cus-2" });
    const replaced = await store({ m3terId: "a-2", externalId: "cus-3", conflict: "replace" });
    expect(replaced.output).toMatchObject({ externalId: "cus-3" });
    expect((await find({ m3terId: "a-2" })).output).toMatchObject({ externalId: "cus-3" });
  });

  it("that is not there goes the way missing, or fails so that a retry looks again", async () => {
    const missing = await find({ m3terId: "nobody" });
    expect(missing).toMatchObject({ status: "COMPLETED", output: { found: false, externalId: null } });
    expect(missing.steps[0].port).toBe("missing");
    const failed = await find({ m3terId: "later", absent: "fail" });
    expect(failed).toMatchObject({ status: "FAILED", error: { code: "mapping_missing" } });
    await store({ m3terId: "later", externalId: "cus-9" });
    const { id } = await post(credenza, `workflowruns/${failed.id}/retry`);
    expect(await untilRun(credenza, id)).toMatchObject({ status: "COMPLETED", output: { externalId: "cus-9" } });
  });

  it("needs one of the two ids", async () => {
    await expect(find({})).rejects.toThrow("Give entity id or external id.");
    const failed = { status: "FAILED", error: { code: "input_invalid" } };
    expect(await find({ m3terId: "a", externalId: "b" })).toMatchObject(failed);
    const nothing = { ...inputs(account), m3terId: { expression: "$trigger.none" } };
    expect(await run({ function: "mapping.find", inputs: nothing })).toMatchObject(failed);
  });
});

async function importTemplate(id: string): Promise<string> {
  const document = templates().find((template) => template.id === id)?.document;
  const checked = await post(credenza, "workflows/import/check", { document });
  const credentials: Record<string, string> = {};
  for (const { ref, destination, type, suggestedId } of checked.credentials) {
    credentials[ref] = suggestedId ?? (await createCredential(destination, type));
  }
  for (const { name } of checked.parameters.filter(({ exists }: { exists: boolean }) => !exists))
    await post(credenza, "workflowparameters", { name, value: "org" });
  const made = await post(credenza, "workflows/import", { document, credentials });
  expect(made.faults).toMatchObject([{ code: "trigger_missing" }]);
  await post(credenza, `workflows/${made.id}/publish`, { version: 1 });
  return made.id;
}

async function createCredential(destination: string, type: string): Promise<string> {
  const definition = credenza.context.registry.type(destination, type);
  const fields = definition?.examples?.fields ?? {};
  return (await post(credenza, "integrationcredentials", { name: destination, destination, type, ...fields })).id;
}

const tried = async (id: string, input: object) => {
  const { id: runId } = await post(credenza, `workflows/${id}/test`, { use: "published", input });
  return untilRun(credenza, runId);
};
const count = (method: string, part: string): number =>
  calls.filter((call) => call.method === method && call.url.includes(part)).length;

describe("the template", () => {
  it("HubSpot deal won makes the account and the customer once, whatever the number of deals", async () => {
    const id = await importTemplate("hubspot-deal-won");
    const input = { body: [{ objectId: 77, propertyName: "dealstage", propertyValue: "closedwon" }] };
    expect(await tried(id, input)).toMatchObject({ status: "COMPLETED", error: null });
    expect(await tried(id, input)).toMatchObject({ status: "COMPLETED", error: null });
    expect([count("POST", "/accounts"), count("POST", "/customers")]).toEqual([1, 1]);
    const { body } = await credenza.api("GET", "externalmappings/external/Account/account-9");
    const pairs = body.data.map((one: Record<string, string>) => [one.externalSystem, one.externalId]);
    expect(pairs.toSorted()).toEqual([
      ["CHARGEBEE", "hubspot-company-5"],
      ["HUBSPOT", "company-5"],
    ]);
  });

  it("Bill approved makes one NetSuite invoice, for the customer that is mapped", async () => {
    const id = await importTemplate("bill-approved-netsuite");
    const input = { data: { new: { id: "bill-1" } } };
    const unmapped = await tried(id, input);
    expect(unmapped).toMatchObject({ status: "FAILED", error: { code: "mapping_missing", stepId: "customer" } });
    const mapping = { m3terEntity: "Account", m3terId: "account-9", externalSystem: "NETSUITE" };
    await post(credenza, "externalmappings", { ...mapping, externalTable: "customer", externalId: "321" });
    const { id: again } = await post(credenza, `workflowruns/${unmapped.id}/retry`);
    expect(await untilRun(credenza, again)).toMatchObject({ status: "COMPLETED", error: null });
    expect(await tried(id, input)).toMatchObject({ status: "COMPLETED", error: null });
    expect(count("PUT", "/record/v1/invoice/eid:bill-1")).toBe(1);
    expect(JSON.parse(calls.find(({ method }) => method === "PUT")?.body ?? "")).toMatchObject({
      entity: { id: "321" },
      item: { items: [{ item: { externalId: "api" }, quantity: 2, amount: 10 }] },
    });
    const { body } = await credenza.api("GET", "externalmappings/external/Bill/bill-1");
    expect(body.data).toMatchObject([{ externalSystem: "NETSUITE", externalId: "4711" }]);
  });
});
