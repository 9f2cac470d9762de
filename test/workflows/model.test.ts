import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { templates } from "../../src/workflows/templates.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { createWebhook, definition, post, startWorkflow } from "./workflow.ts";

let credenza: TestCredenza;
let basic: string;
let chargebee: string;

beforeAll(async () => {
  credenza = await startCredenza();
  const signer = { name: "Basic", destination: "M3SH_WORKFLOW", username: "sender", password: "a password" };
  ({ id: basic } = await post(credenza, "integrationcredentials", signer));
  const billing = { name: "Billing", destination: "CHARGEBEE", apiKey: "test_0123456789", site: "acme" };
  ({ id: chargebee } = await post(credenza, "integrationcredentials", billing));
});
afterAll(() => credenza?.stop());

const step = (id: string, next: string[] = [], more: object = {}) => ({
  id,
  function: "data.transform",
  inputs: { value: { value: 1 } },
  next: { next },
  ...more,
});
const manual = (next: string[]) => ({ type: "manual", next });
const request = (inputs: object, more: object = {}) => ({ id: "a", function: "system.request", inputs, ...more });
const call = { method: { value: "GET" }, path: { value: "/" } };
const nested = (depth: number): object =>
  depth === 0
    ? step("deepest")
    : {
        id: `loop${depth}`,
        function: "flow.forEach",
        inputs: { items: { value: [] } },
        body: { next: [depth === 1 ? "deepest" : `loop${depth - 1}`], steps: [nested(depth - 1)] },
      };

const manySteps = (name: string, count: number) => Array.from({ length: count }, (_, index) => step(`${name}${index}`));

const faulty: Record<string, [definition: object, fault: { code: string; place: string }]> = {
  "no steps": [definition(manual([]), []), { code: "no_steps", place: "trigger.next" }],
  "a trigger that leads nowhere": [definition(manual(["x"]), []), { code: "unknown_step", place: "trigger.next" }],
  "a connection that leads nowhere": [
    definition(manual(["a"]), [step("a", ["x"])]),
    { code: "unknown_step", place: "steps.0.next.next" },
  ],
  "a way out that the function does not have": [
    definition(manual(["a"]), [step("a", [], { next: { maybe: [] } })]),
    { code: "unknown_port", place: "steps.0.next.maybe" },
  ],
  "a circle": [
    definition(manual(["a"]), [step("a", ["b"]), step("b", ["a"])]),
    { code: "cycle", place: "steps.0.next" },
  ],
  "a step that leads to itself": [
    definition(manual(["a"]), [step("a", ["a"])]),
    { code: "cycle", place: "steps.0.next" },
  ],
  "a step that nothing leads to": [
    definition(manual(["a"]), [step("a"), step("b")]),
    { code: "unreachable", place: "steps.1" },
  ],
  "two steps with one id": [
    definition(manual(["a"]), [step("a"), step("a")]),
    { code: "duplicate_step", place: "steps.1.id" },
  ],
  "an unknown function": [
    definition(manual(["a"]), [step("a", [], { function: "no.such" })]),
    { code: "unknown_function", place: "steps.0.function" },
  ],
  "an input that the function does not have": [
    definition(manual(["a"]), [step("a", [], { inputs: { value: { value: 1 }, other: { value: 1 } } })]),
    { code: "unknown_input", place: "steps.0.inputs.other" },
  ],
  "inputs with the names of a prototype": [
    definition(manual(["a"]), [step("a", [], { inputs: { value: { value: 1 }, toString: { value: 1 } } })]),
    { code: "unknown_input", place: "steps.0.inputs.toString" },
  ],
  "a missing input": [
    definition(manual(["a"]), [request({ method: { value: "GET" } }, { credentialId: "$chargebee" })]),
    { code: "input_missing", place: "steps.0.inputs.path" },
  ],
  "neither of two inputs of which one is needed": [
    definition(manual(["a"]), [step("a", [], { function: "flow.wait", inputs: { until: { value: null } } })]),
    { code: "input_missing", place: "steps.0.inputs.seconds" },
  ],
  "more steps than a workflow may have": [
    definition(manual(["a0"]), [
      ...manySteps("a", 150),
      { ...nested(1), body: { next: ["b0"], steps: manySteps("b", 100) } },
    ]),
    { code: "too_many_steps", place: "steps" },
  ],
  "a value of another kind": [
    definition(manual(["a"]), [request({ ...call, path: { value: [] } }, { credentialId: "$chargebee" })]),
    { code: "input_invalid", place: "steps.0.inputs.path" },
  ],
  "a number that is too large": [
    definition(manual(["loop1"]), [
      { ...nested(1), inputs: { items: { value: [] }, parallel: { value: 99 }, limit: { value: 0 } } },
    ]),
    { code: "input_invalid", place: "steps.0.inputs.parallel" },
  ],
  "a wait that is too long": [
    definition(manual(["a"]), [step("a", [], { function: "flow.wait", inputs: { seconds: { value: 1e9 } } })]),
    { code: "input_invalid", place: "steps.0.inputs.seconds" },
  ],
  "a choice that is none": [
    definition(manual(["a"]), [request({ ...call, method: { value: "BREW" } }, { credentialId: "$chargebee" })]),
    { code: "input_invalid", place: "steps.0.inputs.method" },
  ],
  "an expression that does not parse": [
    definition(manual(["a"]), [step("a", [], { inputs: { value: { expression: "1 +" } } })]),
    { code: "expression_invalid", place: "steps.0.inputs.value" },
  ],
  "an expression that names no step": [
    definition(manual(["a"]), [step("a", [], { inputs: { value: { expression: "$steps.x.y" } } })]),
    { code: "unknown_reference", place: "steps.0.inputs.value" },
  ],
  "an expression that names a later step": [
    definition(manual(["a"]), [step("a", ["b"], { inputs: { value: { expression: "$steps.b" } } }), step("b")]),
    { code: "unknown_reference", place: "steps.0.inputs.value" },
  ],
  "an expression that names a step beside it": [
    definition(manual(["a", "b"]), [step("a"), step("b", [], { inputs: { value: { expression: "$steps.a" } } })]),
    { code: "unknown_reference", place: "steps.1.inputs.value" },
  ],
  "an expression that names a step inside a loop from outside": [
    definition(manual(["loop1"]), [
      { ...nested(1), next: { next: ["a"] } },
      step("a", [], { inputs: { value: { expression: "$steps.deepest" } } }),
    ]),
    { code: "unknown_reference", place: "steps.1.inputs.value" },
  ],
  "an error of a step that is not there": [
    definition(manual(["a"]), [step("a", [], { inputs: { value: { expression: "$errors.x.code" } } })]),
    { code: "unknown_reference", place: "steps.0.inputs.value" },
  ],
  "an expression that names a loop's item outside of a loop": [
    definition(manual(["a"]), [step("a", [], { inputs: { value: { expression: "[1, 2].($item.id)" } } })]),
    { code: "unknown_reference", place: "steps.0.inputs.value" },
  ],
  "an expression that names a misspelt variable": [
    definition(manual(["a"]), [step("a", [], { inputs: { value: { expression: "$sum($triger.body.amounts)" } } })]),
    { code: "unknown_reference", place: "steps.0.inputs.value" },
  ],
  "a filter that names a misspelt variable": [
    definition({ ...manual(["a"]), type: "notification", filter: "$triger.new.amount > 1" }, [step("a")]),
    { code: "unknown_reference", place: "trigger.filter" },
  ],
  "an expression that names no global parameter": [
    definition(manual(["a"]), [step("a", [], { inputs: { value: { expression: "$params.x" } } })]),
    { code: "unknown_reference", place: "steps.0.inputs.value" },
  ],
  "no credential": [
    definition(manual(["a"]), [request(call)]),
    { code: "credential_missing", place: "steps.0.credentialId" },
  ],
  "a credential that is not there": [
    definition(manual(["a"]), [request(call, { credentialId: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10" })]),
    { code: "credential_unknown", place: "steps.0.credentialId" },
  ],
  "a credential that cannot call": [
    definition(manual(["a"]), [request(call, { credentialId: "$basic" })]),
    { code: "credential_wrong_type", place: "steps.0.credentialId" },
  ],
  "a credential of another system": [
    definition(manual(["a"]), [
      { id: "a", function: "slack.message", inputs: { text: { value: "x" } }, credentialId: "$chargebee" },
    ]),
    { code: "credential_wrong_type", place: "steps.0.credentialId" },
  ],
  "an outgoing webhook that is not there": [
    definition(manual(["a"]), [
      {
        id: "a",
        function: "webhook.send",
        inputs: { webhookId: { value: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10" }, data: { value: 1 } },
      },
    ]),
    { code: "reference_unknown", place: "steps.0.inputs.webhookId" },
  ],
  "an incoming webhook that is not there": [
    definition({ type: "webhook", webhookId: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10", next: ["a"] }, [step("a")]),
    { code: "trigger_invalid", place: "trigger.webhookId" },
  ],
  "a filter that does not parse": [
    definition({ type: "webhook", filter: "a = = b", next: ["a"] }, [step("a")]),
    { code: "expression_invalid", place: "trigger.filter" },
  ],
  "an ordering key that names no step": [
    { ...definition(manual(["a"]), [step("a")]), settings: { orderingKey: "$steps.x" } },
    { code: "unknown_reference", place: "settings.orderingKey" },
  ],
  "a loop without steps": [
    definition(manual(["a"]), [{ id: "a", function: "flow.forEach", inputs: { items: { value: [] } } }]),
    { code: "body_missing", place: "steps.0.body" },
  ],
  "steps inside a step that is no loop": [
    definition(manual(["a"]), [step("a", [], { body: { next: ["b"], steps: [step("b")] } })]),
    { code: "body_not_allowed", place: "steps.0.body" },
  ],
  "a loop that is tried again as a whole": [
    definition(manual(["loop1"]), [{ ...nested(1), retry: { attempts: 3 } }]),
    { code: "retry_not_allowed", place: "steps.0.retry" },
  ],
  "more than half a MiB": [
    definition({ ...manual(["a"]), sample: "x".repeat(512 * 1024) }, [step("a")]),
    { code: "too_large", place: "" },
  ],
  "loops too deep": [
    definition(manual(["loop4"]), [nested(4)]),
    {
      code: "too_deep",
      place: "steps.0.body.steps.0.body.steps.0.body.steps.0.body.steps",
    },
  ],
  "a newer format": [
    { ...definition(manual(["a"]), [step("a")]), formatVersion: 2 },
    { code: "malformed", place: "formatVersion" },
  ],
  "a member that is none": [
    { ...definition(manual(["a"]), [step("a")]), surprise: 1 },
    { code: "malformed", place: "surprise" },
  ],
};

describe("a definition with", () => {
  it.each(Object.entries(faulty))("%s is told so, with the place", async (_, [given, expected]) => {
    const text = JSON.stringify(given).replaceAll("$chargebee", chargebee).replaceAll("$basic", basic);
    const { valid, faults } = await post(credenza, "workflows/validate", { definition: JSON.parse(text) });
    expect(valid).toBe(false);
    expect(faults).toContainEqual(expect.objectContaining({ ...expected, severity: "error" }));
  });

  it("a disabled credential is warned of, with the place", async () => {
    const billing = { name: "Off", destination: "CHARGEBEE", apiKey: "test_0123456789", site: "acme" };
    const { id } = await post(credenza, "integrationcredentials", billing);
    await post(credenza, `integrationcredentials/${id}/disable`);
    const given = definition(manual(["a"]), [request(call, { credentialId: id })]);
    const { valid, faults } = await post(credenza, "workflows/validate", { definition: given });
    expect(valid).toBe(true);
    expect(faults).toMatchObject([{ code: "credential_disabled", place: "steps.0.credentialId", severity: "warning" }]);
    await credenza.api("DELETE", `integrationcredentials/${id}`);
  });

  it("nothing wrong has no faults", async () => {
    const named = { inputs: { value: { expression: "[$steps.a, $errors.a, $trigger.id, $run.id]" } } };
    const inLoop = { inputs: { value: { expression: "($all := [$steps.a, $item, $index]; $count($all))" } } };
    const inner = { next: ["c"], steps: [step("c", ["d"], inLoop), step("d", [], inLoop)] };
    const loop = { ...step("b", ["e"]), function: "flow.forEach", inputs: { items: { value: [] } }, body: inner };
    const given = definition(manual(["a"]), [step("a", ["b"]), loop, step("e", [], named)]);
    expect(await post(credenza, "workflows/validate", { definition: given })).toEqual({ valid: true, faults: [] });
  });
});

describe("a draft", () => {
  it("with faults is saved, but not published", async () => {
    const { id, version } = await post(credenza, "workflows", { name: "Draft" });
    const faultyDraft = definition(manual(["a"]), [step("a", ["x"])]);
    const saved = await credenza.api("PUT", `workflows/${id}/draft`, { body: { version, definition: faultyDraft } });
    expect(saved).toMatchObject({ status: 200, body: { hasDraft: true, faults: [{ code: "unknown_step" }] } });
    const published = await credenza.api("POST", `workflows/${id}/publish`, { body: { version: saved.body.version } });
    expect(published).toMatchObject({ status: 409, body: { code: "workflow_invalid", faults: [{ stepId: "a" }] } });
    expect((await credenza.api("POST", `workflows/${id}/enable`)).body.code).toBe("workflow_not_ready");
  });

  it("becomes a version that no later one changes, and can be discarded and tried", async () => {
    const { id } = await startWorkflow(credenza, [step("a")], { trigger: { type: "manual" } });
    const { body: before } = await credenza.api("GET", `workflows/${id}`);
    const other = definition(manual(["b"]), [step("b")]);
    const saved = await credenza.api("PUT", `workflows/${id}/draft`, {
      body: { version: before.version, definition: other },
    });
    const used = await credenza.api("PUT", `workflows/${id}/usedraft`, { body: { useDraft: true } });
    expect(used.body).toMatchObject({ useDraft: true, publishedVersion: 1 });
    const discarded = await credenza.api("DELETE", `workflows/${id}/draft`);
    expect(discarded.body).toMatchObject({ useDraft: false, hasDraft: false });
    const again = await credenza.api("PUT", `workflows/${id}/draft`, {
      body: { version: discarded.body.version, definition: other },
    });
    await post(credenza, `workflows/${id}/publish`, { version: again.body.version, note: "Another step" });
    const { body: first } = await credenza.api("GET", `workflows/${id}/versions/1`);
    expect(first.definition).toEqual(before.published);
    const { body: versions } = await credenza.api("GET", `workflows/${id}/versions`);
    expect(versions.data).toMatchObject([{ number: 2, note: "Another step" }, { number: 1 }]);
    expect(saved.status).toBe(200);
  });
});

describe("an export", () => {
  it("names credentials by name and type, and asks for them when it is imported", async () => {
    const steps = [{ ...request(call), credentialId: chargebee }];
    const { id } = await startWorkflow(credenza, steps, { trigger: { type: "manual" } });
    const { body: document, text } = await credenza.api("GET", `workflows/${id}/versions/1/export`);
    expect(text).not.toContain(chargebee);
    const named = { name: "Billing", destination: "CHARGEBEE", type: "CHARGEBEE_AUTH" };
    expect(document.credentials).toEqual({ credential1: named });
    const checked = await post(credenza, "workflows/import/check", { document });
    expect(checked.credentials).toEqual([
      {
        ...{ ref: "credential1", ...named, places: ["steps.0.credentialId"], suggestedId: chargebee },
        matches: [{ id: chargebee, ...named, status: "UNTESTED" }],
      },
    ]);
    expect(checked.faults).toMatchObject([{ code: "credential_missing", place: "steps.0.credentialId" }]);
    const bare = await post(credenza, "workflows/import", { document });
    expect(bare).toMatchObject({
      missingCredentials: [{ ref: "credential1" }],
      faults: [{ code: "credential_missing", place: "steps.0.credentialId" }],
    });
    const whole = await post(credenza, "workflows/import", { document, credentials: { credential1: chargebee } });
    expect(whole).toMatchObject({ missingCredentials: [], faults: [], enabled: false, publishedVersion: null });
  });

  it("names webhooks, rules, workflows and parameters, and asks for those too", async () => {
    const { id: child } = await startWorkflow(credenza, [step("a")], { trigger: { type: "workflow" } });
    const webhook = await createWebhook(credenza, "Answers");
    await post(credenza, "workflowparameters", { name: "exportedSecret", secret: true, value: "exported-0123456789" });
    const steps = [
      { id: "wait", function: "flow.waitForWebhook", inputs: { webhookId: { value: webhook.id } } },
      { id: "start", function: "workflow.start", inputs: { workflowId: { value: child } } },
      step("use", [], { inputs: { value: { expression: "$params.exportedSecret" } } }),
    ].map((one, index, all) => ({ ...one, next: { next: all[index + 1] ? [all[index + 1]?.id] : [] } }));
    const { id } = await startWorkflow(credenza, steps);
    const { body: document, text } = await credenza.api("GET", `workflows/${id}/versions/1/export`);
    for (const secret of [child, webhook.id, "exported-0123456789"]) expect(text).not.toContain(secret);
    expect(document.secretParameters).toEqual(["exportedSecret"]);
    const checked = await post(credenza, "workflows/import/check", { document });
    const places = Object.fromEntries(
      checked.references.map((one: { name: string; places: string[] }) => [one.name, one.places]),
    );
    expect(places).toEqual({
      Stripe: ["trigger.webhookId"],
      Answers: ["steps.0.inputs.webhookId"],
      Test: ["steps.1.inputs.workflowId"],
    });
    expect(checked.parameters).toEqual([
      { name: "exportedSecret", secret: true, exists: true, places: ["steps.2.inputs.value"] },
    ]);
    const bare = await post(credenza, "workflows/import", { document });
    expect(bare.missingReferences).toHaveLength(3);
    expect(bare.faults).toMatchObject([
      { code: "trigger_missing", place: "trigger.webhookId" },
      { code: "input_missing", place: "steps.0.inputs.webhookId" },
      { code: "input_missing", place: "steps.1.inputs.workflowId" },
    ]);
    const answers = checked.references.find(({ name }: { name: string }) => name === "Answers");
    expect(answers.suggestedId).toBe(webhook.id);
    const whole = await post(credenza, "workflows/import", {
      document,
      references: Object.fromEntries(
        checked.references.map((one: { ref: string; name: string }) => [
          one.ref,
          { Stripe: webhook.id, Answers: webhook.id, Test: child }[one.name],
        ]),
      ),
    });
    expect(whole).toMatchObject({ faults: [], missingReferences: [] });
    expect(whole.draft.trigger.webhookId).toBe(webhook.id);
  });

  it("is given no webhook that starts another workflow, unless it is chosen", async () => {
    const name = "Starts one";
    const taken = await createWebhook(credenza, name);
    const whole = definition({ type: "webhook", webhookId: taken.id, next: ["a"] }, [step("a")]);
    const { id } = await post(credenza, "workflows", { name, definition: whole });
    await post(credenza, `workflows/${id}/publish`, { version: 1 });
    await post(credenza, `workflows/${id}/enable`);
    const { body: document } = await credenza.api("GET", `workflows/${id}/versions/1/export`);
    const check = async () => (await post(credenza, "workflows/import/check", { document })).references[0];
    expect((await check()).suggestedId).not.toBe(taken.id);
    const free = await createWebhook(credenza, name);
    expect(await check()).toMatchObject({ name, suggestedId: free.id });
  });

  it("is imported only with names that it has, and with things that are there", async () => {
    const document = {
      ...{ format: "credenza.workflow", formatVersion: 1, name: "Odd", definition: definition(manual(["a"]), []) },
      references: { other: { kind: "workflow", name: "Other" } },
    };
    document.definition.steps = [{ id: "a", function: "workflow.start", inputs: { workflowId: { value: "other" } } }];
    const id = "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10";
    const unknown = await credenza.api("POST", "workflows/import", { body: { document, references: { no: id } } });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ field: "references.no" }] } });
    const gone = await post(credenza, "workflows/import", { document, references: { other: id } });
    expect(gone.faults).toMatchObject([{ code: "reference_unknown", place: "steps.0.inputs.workflowId" }]);
    const kept = await post(credenza, "workflows/import", { document, references: { other: gone.id } });
    expect(kept.faults).toMatchObject([{ code: "reference_inactive", severity: "warning" }]);
  });

  it("of a newer version is refused", async () => {
    const document = { format: "credenza.workflow", formatVersion: 2, name: "New", definition: { formatVersion: 1 } };
    const answer = await credenza.api("POST", "workflows/import", { body: { document } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: "document.formatVersion" }] } });
    const newer = { ...document, formatVersion: 1, definition: { formatVersion: 9, trigger: manual([]), steps: [] } };
    const refused = await credenza.api("POST", "workflows/import", { body: { document: newer } });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: "document.definition.formatVersion" }] } });
  });
});

describe("a template", () => {
  it("of at least eight is there", async () => {
    const { body } = await credenza.api("GET", "workflows/templates");
    expect(body.data.length).toBeGreaterThanOrEqual(8);
  });

  it.each(templates().map((template) => [template.id, template] as const))(
    "%s is whole but for its credentials and parameters",
    async (_, { document, systems }) => {
      const { registry } = credenza.context;
      for (const { destination, type } of Object.values(document.credentials)) {
        expect(registry.type(destination, type), `${destination} ${type}`).toBeDefined();
        expect(systems).toContain(destination);
      }
      for (const name of document.parameters) {
        await credenza.api("POST", "workflowparameters", { body: { name, value: "1" } });
      }
      const { faults } = await post(credenza, "workflows/import", { document });
      const asked = ["credential_missing", "trigger_missing"];
      expect(faults.filter(({ code }: { code: string }) => !asked.includes(code))).toEqual([]);
      const { references } = await post(credenza, "workflows/import/check", { document });
      const { type } = document.definition.trigger as { type: string };
      expect(references).toHaveLength(type === "schedule" ? 0 : 1);
    },
  );
});
