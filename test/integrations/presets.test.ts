import { afterAll, describe, expect, it } from "vitest";
import { loadRegistry } from "../../src/define/registry.ts";
import { resolveVocabularyEverywhere } from "../../src/define/resolve-credenza.ts";
import { createExpressions } from "../../src/expressions/expressions.ts";
import { makeRequest } from "../../src/integrations/make-request.ts";
import { planOf } from "../../src/integrations/plan.ts";

resolveVocabularyEverywhere();
const { systems } = await loadRegistry([new URL("../../systems", import.meta.url).pathname]);
const expressions = createExpressions();
afterAll(() => expressions.close());

const presets = systems.flatMap((system) =>
  (system.integrations?.presets ?? []).map((preset) => ({ name: `${system.id} ${preset.id}`, system, preset })),
);

it("there are bills for seven systems and accounts for three", () => {
  expect(presets.map(({ name }) => name).toSorted()).toEqual([
    "chargebee bill-to-invoice",
    "hubspot account-to-customer",
    "netsuite bill-to-invoice",
    "paddle bill-to-invoice",
    "quickbooks bill-to-invoice",
    "sage-intacct bill-to-invoice",
    "salesforce account-to-customer",
    "stripe account-to-customer",
    "stripe bill-to-invoice",
    "xero bill-to-invoice",
  ]);
});

describe.each(presets)("$name", ({ preset, system }) => {
  const input = {
    entity: preset.sample,
    old: null,
    event: { id: "e", eventName: "billing.bill.created", eventTime: "2026-11-24T10:00:00Z" },
    accountExternalId: "account_there",
    externalId: "thing_there",
    credential: { realmId: "realm" },
    requestKey: "key",
    steps: [{ id: "made" }, { id: "made" }],
  };

  it("maps its sample: each call has a body without holes that carries the sample's amounts or name", async () => {
    const { steps, updateSteps = [] } = planOf(preset, {});
    const requests = [];
    for (const step of [...steps, ...updateSteps])
      requests.push(await makeRequest(expressions.of("ours"), step, input));
    for (const { body, path } of requests) {
      expect(path).not.toMatch(/[{}]/);
      expect(Object.keys(body as object).length).toBeGreaterThan(0);
    }
    const text = JSON.stringify(requests);
    const said = preset.entityType === "Bill" ? ["account_there", "API calls", "Support"] : [preset.sample.name];
    for (const word of said) expect(text).toContain(word);
    if (preset.entityType === "Bill") expect(text).toMatch(/120\.50?|12050/);
  });

  it("names what can be read", async () => {
    expect(preset.externalTable).toMatch(/^\w+$/);
    const evaluation = await expressions.of("ours").evaluate(preset.externalId, { steps: [{}] }, { timeoutMs: 1000 });
    expect(evaluation.ok).toBe(true);
    for (const { body } of system.integrations?.refusals ?? []) expect(() => new RegExp(body)).not.toThrow();
  });
});
