import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { post, startWorkflow, untilNewestRun, untilRun } from "./workflow.ts";

const secret = "sealed-parameter-0123456789";
let credenza: TestCredenza;
let system: FakeServer;
let credentialId: string;
let refusals: number;
let running: number;
let mostRunning: number;
let order: string[];
const seen: { url: string; key: string | undefined; body: string; note: string | undefined }[] = [];

beforeAll(async () => {
  system = await startServer(async (request, response) => {
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    const body = await text(request);
    const key = request.headers["chargebee-idempotency-key"]?.toString();
    const note = request.headers["x-note"]?.toString();
    seen.push({ url: request.url ?? "", key, body, note });
    await new Promise((resolve) => setTimeout(resolve, 30));
    if (request.url?.includes("/order")) order.push(body);
    running -= 1;
    response.writeHead(refusals-- > 0 ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ echo: body, note }));
  });
  credenza = await startCredenza({ env: { CREDENZA_BASE_URL_CHARGEBEE: system.url } });
  const chargebee = { name: "Chargebee", destination: "CHARGEBEE", apiKey: "test_0123456789", site: "acme" };
  ({ id: credentialId } = await post(credenza, "integrationcredentials", chargebee));
  await post(credenza, "workflowparameters", { name: "token", secret: true, value: secret });
  refusals = 0;
  running = 0;
  mostRunning = 0;
  order = [];
});
afterAll(async () => {
  await credenza?.stop();
  await system?.close();
});

const call = (more: object = {}, inputs: object = {}) => ({
  id: "call",
  function: "system.request",
  credentialId,
  inputs: { method: { value: "POST" }, path: { value: "/count" }, ...inputs },
  ...more,
});
const byHand = { trigger: { type: "manual" } };

describe("a call of a system", () => {
  it("is tried again as its policy says, each time with the same key", async () => {
    refusals = 2;
    const retry = { attempts: 3, firstDelaySeconds: 1, factor: 1 };
    const { id } = await startWorkflow(credenza, [call({ retry })], byHand);
    await post(credenza, `workflows/${id}/test`);
    const run = await untilNewestRun(credenza, id);
    expect(run).toMatchObject({ status: "COMPLETED", steps: [{ stepId: "call", attempts: 3, status: "COMPLETED" }] });
    expect(seen.slice(-3).map(({ key }) => key)).toEqual(Array(3).fill(`${run.id}:call`));
  });

  it("that failed with an unknown outcome is retried by hand with the same key", async () => {
    refusals = 1;
    const { id } = await startWorkflow(credenza, [call()], byHand);
    await post(credenza, `workflows/${id}/test`);
    const failed = await untilNewestRun(credenza, id);
    expect(failed).toMatchObject({ status: "FAILED", error: { code: "answer_refused", uncertain: true } });
    const { id: again } = await post(credenza, `workflowruns/${failed.id}/retry`, {});
    expect(await untilRun(credenza, again)).toMatchObject({ status: "COMPLETED" });
    expect(seen.slice(-2).map(({ key }) => key)).toEqual(Array(2).fill(`${failed.id}:call`));
  });

  it("sends a sealed parameter and keeps it nowhere", async () => {
    const headers = { expression: '{"x-note": $params.token}' };
    const after = {
      id: "after",
      function: "data.transform",
      inputs: { value: { expression: "$steps.call.body.note" } },
    };
    const { id } = await startWorkflow(credenza, [call({ next: { next: ["after"] } }, { headers }), after], byHand);
    await post(credenza, `workflows/${id}/test`);
    const run = await untilNewestRun(credenza, id);
    expect(seen.at(-1)?.note).toBe(secret);
    expect(run).toMatchObject({ status: "COMPLETED", output: "[secret]" });
    expect(JSON.stringify(run)).not.toContain(secret);
    const parameters = await credenza.api("GET", "workflowparameters");
    expect(parameters.text).not.toContain(secret);
  });

  it("fails in words when its credential is disabled or deleted under the workflow", async () => {
    const other = { name: "Other", destination: "CHARGEBEE", apiKey: "test_0123456789", site: "acme" };
    const { id: gone } = await post(credenza, "integrationcredentials", other);
    const { id } = await startWorkflow(credenza, [call({ credentialId: gone })], byHand);
    const { body: uses } = await credenza.api("GET", `integrationcredentials/${gone}/usage`);
    expect(uses.usedBy).toMatchObject([{ kind: "workflow", id }]);
    await post(credenza, `integrationcredentials/${gone}/disable`);
    await post(credenza, `workflows/${id}/test`, { use: "published" });
    expect(await untilNewestRun(credenza, id)).toMatchObject({
      status: "FAILED",
      error: { code: "credential_disabled" },
    });
    expect((await credenza.api("DELETE", `integrationcredentials/${gone}`)).status).toBe(409);
    await credenza.api("DELETE", `integrationcredentials/${gone}?force=true`);
    const retried = await post(credenza, `workflowruns/${(await untilNewestRun(credenza, id)).id}/retry`, {});
    expect(await untilRun(credenza, retried.id)).toMatchObject({
      status: "FAILED",
      error: { code: "credential_deleted" },
    });
  });
});

describe("limits of a workflow", () => {
  it("hold: no more runs at the same time than it says", async () => {
    const { id } = await startWorkflow(credenza, [call({}, { path: { value: "/limit" } })], {
      ...byHand,
      settings: { concurrency: 2 },
    });
    mostRunning = 0;
    const started = await Promise.all(Array.from({ length: 8 }, () => post(credenza, `workflows/${id}/test`)));
    for (const { id: runId } of started) expect((await untilRun(credenza, runId)).status).toBe("COMPLETED");
    expect(mostRunning).toBeLessThanOrEqual(2);
    expect(mostRunning).toBeGreaterThan(0);
  });

  it("hold: runs with the same ordering key follow each other in the order in which they started", async () => {
    const inputs = { path: { value: "/order" }, body: { expression: "$string($trigger.n)" } };
    const { id } = await startWorkflow(credenza, [call({}, inputs)], {
      ...byHand,
      settings: { orderingKey: "$trigger.customer" },
    });
    const started = [];
    for (let n = 0; n < 6; n++)
      started.push(await post(credenza, `workflows/${id}/test`, { input: { n, customer: "a" } }));
    for (const { id: runId } of started) await untilRun(credenza, runId);
    expect(order).toEqual(["0", "1", "2", "3", "4", "5"]);
  });

  it("hold: a run that takes longer than the workflow allows fails", async () => {
    const wait = { id: "wait", function: "flow.wait", inputs: { seconds: { value: 600 } } };
    const { id } = await startWorkflow(credenza, [wait], { ...byHand, settings: { maxRunSeconds: 1 } });
    await post(credenza, `workflows/${id}/test`);
    expect(await untilNewestRun(credenza, id)).toMatchObject({ status: "FAILED", error: { code: "run_timed_out" } });
  });
});
