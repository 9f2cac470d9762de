import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { post, runsOf, startWorkflow, untilNewestRun, untilRun } from "./workflow.ts";

const secret = "Sealed-Moonlight-0123456789";
const apiKey = "test_Credential9876543210";
let credenza: TestCredenza;
let system: FakeServer;
let credentialId: string;
let heard: string[];

beforeAll(async () => {
  heard = [];
  system = await startServer(async (request, response) => {
    const said = `${request.headers["x-note"]} ${request.headers.authorization} ${await text(request)}`;
    heard.push(said);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ said, loud: secret.toUpperCase(), key: apiKey }));
  });
  credenza = await startCredenza({ env: { CREDENZA_BASE_URL_CHARGEBEE: system.url } });
  const chargebee = { name: "C", destination: "CHARGEBEE", apiKey, site: "acme" };
  ({ id: credentialId } = await post(credenza, "integrationcredentials", chargebee));
  await post(credenza, "workflowparameters", { name: "token", secret: true, value: secret });
});
afterAll(async () => {
  await credenza?.stop();
  await system?.close();
});

const tables = ["workflow_runs", "workflow_run_steps", "workflow_active_runs", "workflow_waits", "workflow_starts"];
const others = ["events", "external_mappings", "deliveries"];

async function everythingKept(): Promise<string> {
  const { systemPool } = credenza.context.store;
  const all = await Promise.all(
    [...tables, ...others].map((table) => systemPool.query(`select t::text as row from ${table} t`)),
  );
  return all.flatMap(({ rows }) => rows.map(({ row }) => String(row))).join("\n");
}

const made = (id: string, expression: string) => ({
  ...{ id, function: "data.transform", inputs: { value: { expression } } },
});
const chain = (steps: { id: string; function: string; inputs: object }[]) =>
  steps.map((step, index) => ({ ...step, next: steps[index + 1] ? { next: [steps[index + 1]?.id] } : {} }));

it("nothing that is kept of a run holds a sealed parameter, what was made of it, or a credential", async () => {
  const { id: child } = await startWorkflow(credenza, [made("a", "$trigger.body")], { trigger: { type: "workflow" } });
  const letters = {
    ...{ id: "each", function: "flow.forEach", inputs: { items: { expression: '$split($params.token, "-")' } } },
    body: { next: ["letter"], steps: [made("letter", "$item")] },
  };
  const mapping = { m3terEntity: "Account", externalSystem: "CHARGEBEE", externalTable: "customer", externalId: "1" };
  const steps = chain([
    made("whole", "$params.token"),
    made("loud", '"x" & $uppercase($params.token)'),
    made("part", "$substring($params.token, 3, 12)"),
    made("apart", '$split($params.token, "")'),
    made("named", '{$params.token: 1, "other": "plain"}'),
    made("safe", '$params.token = "no" ? "same" : "another"'),
    letters,
    {
      ...{ id: "call", function: "system.request", credentialId },
      inputs: {
        method: { value: "POST" },
        path: { value: "/x" },
        headers: { expression: '{"x-note": $params.token}' },
        body: { expression: "$params.token" },
      },
    },
    {
      ...{ id: "event", function: "event.publish" },
      inputs: { eventName: { value: "test.thing.made" }, data: { expression: '{"new": {"t": $params.token}}' } },
    },
    {
      ...{ id: "map", function: "mapping.store" },
      inputs: {
        ...Object.fromEntries(Object.entries(mapping).map(([name, value]) => [name, { value }])),
        m3terId: { expression: "$params.token" },
      },
    },
    {
      ...{ id: "start", function: "workflow.start" },
      inputs: { workflowId: { value: child }, wait: { value: true }, body: { expression: "$params.token" } },
    },
    { id: "no", function: "flow.fail", inputs: { message: { expression: '"No: " & $params.token' } } },
  ]);
  const { id } = await startWorkflow(credenza, steps, {
    trigger: { type: "manual" },
    settings: { orderingKey: "$params.token" },
  });
  const { id: runId } = await post(credenza, `workflows/${id}/test`);
  const run = await untilRun(credenza, runId);
  expect(run).toMatchObject({ status: "FAILED", error: { code: "failed_on_purpose", message: "No: [secret]" } });
  const given = Object.fromEntries(
    run.steps.map((step: { stepId: string; output: unknown }) => [step.stepId, step.output]),
  );
  expect(given.safe, "what only depends on it stays").toBe("another");
  expect(given.named).toEqual({ "[secret]": 1, other: "plain" });
  expect(heard.at(-1), "the system was told").toContain(secret);
  expect((await untilNewestRun(credenza, child)).output).toBe("[secret]");
  const kept = (await everythingKept()).toLowerCase();
  for (const piece of [
    secret,
    secret.slice(3, 15),
    "moonlight",
    "0123456789",
    apiKey,
    [...secret.slice(0, 8)].join('","'),
  ])
    expect(kept, piece).not.toContain(piece.toLowerCase());
});

it("a filter and an ordering key see global parameters", async () => {
  await post(credenza, "workflowparameters", { name: "wanted", value: "yes" });
  const { id } = await startWorkflow(credenza, [made("a", "1")], {
    trigger: { type: "notification", filter: "$trigger.data.new.want = $params.wanted" },
  });
  const rule = { name: "Any", code: "any", description: "Any", eventName: "test.thing.wanted", calculation: "true" };
  await post(credenza, "notifications/configurations", {
    ...rule,
    ...{ alwaysFireEvent: true, active: true, workflowIds: [id] },
  });
  for (const want of ["no", "yes"])
    await post(credenza, "events", { eventName: rule.eventName, eventData: { new: { id: want, want } } });
  const run = await untilNewestRun(credenza, id);
  expect(run.input).toMatchObject({ data: { new: { want: "yes" } } });
  expect(await runsOf(credenza, id)).toHaveLength(1);
});
