import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { definition, post, runsOf, startWorkflow, untilNewestRun, untilRun } from "./workflow.ts";

let credenza: TestCredenza;
let system: FakeServer;
let credentialId: string;
let refusals: number;
const calls = { first: 0, second: 0 };

beforeAll(async () => {
  refusals = 0;
  system = await startServer(async (request, response) => {
    const isSecond = request.url?.includes("/second") ?? false;
    calls[isSecond ? "second" : "first"] += 1;
    response.writeHead(isSecond && refusals-- > 0 ? 400 : 200, { "content-type": "application/json" }).end("{}");
  });
  credenza = await startCredenza({ env: { CREDENZA_BASE_URL_CHARGEBEE: system.url } });
  const chargebee = { name: "C", destination: "CHARGEBEE", apiKey: "test_0123456789", site: "acme" };
  ({ id: credentialId } = await post(credenza, "integrationcredentials", chargebee));
});
afterAll(async () => {
  await credenza?.stop();
  await system?.close();
});

const byHand = { trigger: { type: "manual" } };
const byStep = { trigger: { type: "workflow" } };
const value = (id: string, expression: string, next: object = {}) => ({
  ...{ id, function: "data.transform", inputs: { value: { expression } }, next },
});
const call = (id: string, next: object = {}) => ({
  ...{ id, function: "system.request", credentialId, next },
  inputs: { method: { value: "POST" }, path: { value: `/${id}` }, body: { value: "x" } },
});
const start = (workflowId: string, more: object = {}, inputs: object = {}) => ({
  id: "child",
  function: "workflow.start",
  inputs: { workflowId: { value: workflowId }, body: { value: { a: 1 } }, wait: { value: true }, ...inputs },
  ...more,
});
const pause = { id: "pause", function: "flow.wait", inputs: { seconds: { value: 3000 } } };

async function run(steps: object[], states?: string[]) {
  const { id } = await startWorkflow(credenza, steps, byHand);
  const { id: runId } = await post(credenza, `workflows/${id}/test`);
  return untilRun(credenza, runId, states);
}

describe("a step that waits for another workflow", () => {
  it("gives what its run gave", async () => {
    const { id: child } = await startWorkflow(credenza, [value("double", "$trigger.body.a * 2")], byStep);
    const outer = await run([start(child, { next: { next: ["after"] } }), value("after", "$steps.child.output + 1")]);
    const inner = await untilNewestRun(credenza, child);
    expect(outer).toMatchObject({ status: "COMPLETED", output: 3 });
    expect(outer.steps[0].output).toEqual({ runId: inner.id, output: 2 });
    expect(inner).toMatchObject({ parentRunId: outer.id, status: "COMPLETED" });
  });

  it("fails as its run does, and its catch path sees why", async () => {
    const fail = { id: "no", function: "flow.fail", inputs: { message: { value: "Not today" } } };
    const { id: child } = await startWorkflow(credenza, [fail], byStep);
    const failed = await run([start(child)]);
    expect(failed).toMatchObject({ status: "FAILED", error: { code: "child_failed", stepId: "child" } });
    expect(failed.error.message).toContain("at step no: Not today");
    const caught = await run([start(child, { next: { error: ["caught"] } }), value("caught", "$errors.child.code")]);
    expect(caught).toMatchObject({ status: "COMPLETED", output: "child_failed" });
  });

  it("tries again from the failed step of its run, by its policy and by hand", async () => {
    const { id: child } = await startWorkflow(credenza, [call("first", { next: ["second"] }), call("second")], byStep);
    refusals = 1;
    const retry = { attempts: 2, firstDelaySeconds: 1, factor: 1 };
    const tried = await run([start(child, { retry })]);
    expect(tried).toMatchObject({ status: "COMPLETED", steps: [{ stepId: "child", attempts: 2 }] });
    expect(calls).toEqual({ first: 1, second: 2 });
    const [again, before] = await runsOf(credenza, child);
    expect(again).toMatchObject({ retryOf: before.id, status: "COMPLETED" });

    refusals = 1;
    const failed = await run([start(child)]);
    expect(failed.status).toBe("FAILED");
    const { id } = await post(credenza, `workflowruns/${failed.id}/retry`);
    expect(await untilRun(credenza, id)).toMatchObject({ status: "COMPLETED" });
    expect(calls).toEqual({ first: 2, second: 4 });
  });

  it("is cancelled with its run, and cancels the runs below it", async () => {
    const { id: grandchild } = await startWorkflow(credenza, [pause], byStep);
    const { id: child } = await startWorkflow(credenza, [start(grandchild)], byStep);
    const outer = await run([start(child)], ["WAITING"]);
    const deepest = await untilNewestRun(credenza, grandchild, ["WAITING"]);
    await post(credenza, `workflowruns/${outer.id}/cancel`);
    expect(await untilRun(credenza, deepest.id)).toMatchObject({ status: "CANCELLED" });
    expect(await untilNewestRun(credenza, child)).toMatchObject({ status: "CANCELLED" });
  });

  it("hears that its run was cancelled", async () => {
    const { id: child } = await startWorkflow(credenza, [pause], byStep);
    const outer = await run([start(child)], ["WAITING"]);
    const inner = await untilNewestRun(credenza, child, ["WAITING"]);
    await post(credenza, `workflowruns/${inner.id}/cancel`);
    expect(await untilRun(credenza, outer.id)).toMatchObject({ status: "FAILED", error: { code: "child_cancelled" } });
  });

  it("waits no longer than it says; a retry waits for the same run", async () => {
    const short = { id: "pause", function: "flow.wait", inputs: { seconds: { value: 4 } } };
    const { id: child } = await startWorkflow(credenza, [short], byStep);
    const outer = await run([start(child, {}, { timeoutSeconds: { value: 1 } })]);
    expect(outer).toMatchObject({ status: "FAILED", error: { code: "child_timed_out" } });
    const { id } = await startWorkflow(credenza, [start(child)], byHand);
    const { body } = await credenza.api("GET", `workflows/${id}`);
    const again = await post(credenza, `workflowruns/${outer.id}/retry`);
    expect(await untilRun(credenza, again.id, ["WAITING", "COMPLETED", "FAILED"])).toBeDefined();
    expect(await runsOf(credenza, child)).toHaveLength(1);
    expect(body.enabled).toBe(true);
  });

  it("does not wait for a run that its own ordering key holds back", async () => {
    const { id, version } = await post(credenza, "workflows", { name: "Held" });
    const own = definition({ type: "workflow", next: ["child"] }, [start(id)], { orderingKey: "'one'" });
    await credenza.api("PUT", `workflows/${id}/draft`, { body: { version, definition: own } });
    await post(credenza, `workflows/${id}/publish`, { version: version + 1 });
    await post(credenza, `workflows/${id}/enable`);
    const outer = await run([start(id)]);
    expect(outer).toMatchObject({ status: "FAILED", error: { code: "child_failed" } });
    const runs = await runsOf(credenza, id);
    expect(runs).toMatchObject([{ status: "FAILED", error: { code: "waits_for_itself", stepId: "child" } }]);
  });

  it("does not wait for a run that another one's ordering key holds back until this one ends", async () => {
    const soon = { id: "soon", function: "flow.wait", inputs: { seconds: { value: 1 } }, next: { next: ["child"] } };
    const made = [await post(credenza, "workflows", { name: "X" }), await post(credenza, "workflows", { name: "Y" })];
    for (const [at, { id, version }] of made.entries()) {
      const trigger = { type: "workflow", next: ["soon"] };
      const own = definition(trigger, [soon, start(made[1 - at].id)], { orderingKey: "'one'" });
      await credenza.api("PUT", `workflows/${id}/draft`, { body: { version, definition: own } });
      await post(credenza, `workflows/${id}/publish`, { version: version + 1 });
      await post(credenza, `workflows/${id}/enable`);
    }
    const began = made.map(({ id }) => post(credenza, `workflows/${id}/test`, { use: "published", input: {} }));
    const ended = (await Promise.all(began)).map(({ id }) => untilRun(credenza, id));
    const codes = (await Promise.all(ended)).map(({ error }) => error?.code).toSorted();
    expect(codes).toEqual(["child_failed", "waits_for_itself"]);
  });

  it("does not start itself for ever", async () => {
    const { id, version } = await post(credenza, "workflows", { name: "Endless" });
    const own = definition({ type: "workflow", next: ["child"] }, [start(id)]);
    await credenza.api("PUT", `workflows/${id}/draft`, { body: { version, definition: own } });
    await post(credenza, `workflows/${id}/publish`, { version: version + 1 });
    await post(credenza, `workflows/${id}/enable`);
    const { id: runId } = await post(credenza, `workflows/${id}/test`, { use: "published", input: {} });
    expect(await untilRun(credenza, runId)).toMatchObject({ status: "FAILED", error: { code: "child_failed" } });
    const runs = await runsOf(credenza, id);
    expect(runs).toHaveLength(11);
    expect(runs[0].error.code).toBe("too_deep");
  });
});
