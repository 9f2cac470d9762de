import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { post, startWorkflow, untilRun } from "./workflow.ts";

let credenza: TestCredenza;
let system: FakeServer;
let credentialId: string;
let refused: Set<string>;
let seen: string[];
let running = 0;
let mostRunning = 0;

beforeAll(async () => {
  system = await startServer(async (request, response) => {
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    const item = await text(request);
    seen.push(item);
    await new Promise((resolve) => setTimeout(resolve, 100));
    running -= 1;
    response
      .writeHead(refused.has(item) ? 400 : 200, { "content-type": "application/json" })
      .end(JSON.stringify({ item }));
  });
  credenza = await startCredenza({ env: { CREDENZA_BASE_URL_CHARGEBEE: system.url } });
  const chargebee = { name: "C", destination: "CHARGEBEE", apiKey: "test_0123456789", site: "acme" };
  ({ id: credentialId } = await post(credenza, "integrationcredentials", chargebee));
});
afterAll(async () => {
  await credenza?.stop();
  await system?.close();
});

const call = (next: object = {}) => ({
  ...{ id: "call", function: "system.request", credentialId, next },
  inputs: { method: { value: "POST" }, path: { value: "/x" }, body: { expression: "$item" } },
});
const loop = (onError: string, parallel: number, more: object = {}, steps: object[] = [call()]) => ({
  id: "loop",
  function: "flow.forEach",
  inputs: { items: { expression: "$trigger.items" }, parallel: { value: parallel }, onError: { value: onError } },
  body: { next: [(steps[0] as { id: string }).id], steps },
  ...more,
});
const value = (id: string, expression: string) => ({
  id,
  function: "data.transform",
  inputs: { value: { expression } },
});
const items = ["a", "b", "c", "d", "e", "f"];

async function run(steps: object[], refusedItems: string[], given = items) {
  refused = new Set(refusedItems);
  seen = [];
  const { id } = await startWorkflow(credenza, steps, { trigger: { type: "manual" } });
  const { id: runId } = await post(credenza, `workflows/${id}/test`, { input: { items: given } });
  return untilRun(credenza, runId);
}
const again = async (runId: string) => {
  refused = new Set();
  seen = [];
  const { id } = await post(credenza, `workflowruns/${runId}/retry`);
  return untilRun(credenza, id);
};
const names = (): string[] => seen.toSorted();

describe("a loop whose item fails", () => {
  it("counts its items when it is tried, does nothing for them, and refuses too many", async () => {
    seen = [];
    const { inputs } = loop("stop", 1);
    const tried = { function: "flow.forEach", inputs, sample: { trigger: { items } } };
    expect(await post(credenza, "workflows/functions/test", tried)).toMatchObject({
      ok: true,
      output: { count: 6, results: [], failures: [] },
    });
    const limited = { ...tried, inputs: { ...inputs, limit: { value: 5 } } };
    expect(await post(credenza, "workflows/functions/test", limited)).toMatchObject({
      ok: false,
      error: { code: "too_many_items" },
    });
    expect(seen).toEqual([]);
  });

  it("stops at the first, and a retry does only what is left", async () => {
    const failed = await run([loop("stop", 1)], ["c"]);
    expect(failed).toMatchObject({ status: "FAILED", error: { code: "answer_refused", stepId: "call" } });
    expect(failed.error.message).toMatch(/^Item 2: The system answered 400/);
    expect(names()).toEqual(["a", "b", "c"]);
    const retried = await again(failed.id);
    expect(retried).toMatchObject({ status: "COMPLETED", output: { count: 6, failures: [] } });
    expect(names()).toEqual(["c", "d", "e", "f"]);
    expect(retried.output.results.map((one: { body: { item: string } }) => one.body.item)).toEqual(items);
  });

  it("goes on and lists the failures when it is to collect them", async () => {
    const done = await run(
      [loop("collect", 3, { next: { next: ["after"] } }), value("after", "$steps.loop")],
      ["b", "e"],
    );
    expect(done).toMatchObject({ status: "COMPLETED", output: { count: 6 } });
    expect(done.output.failures).toMatchObject([
      { index: 1, item: "b", error: { code: "answer_refused", stepId: "call" } },
      { index: 4, item: "e" },
    ]);
    expect(done.output.results.map((one: unknown) => one === null)).toEqual([false, true, false, false, true, false]);
    expect(names()).toEqual(items);
  });

  it("fails when every item had its turn, and a retry repeats only those that failed", async () => {
    const failed = await run([loop("fail", 4)], ["b", "e"]);
    expect(failed).toMatchObject({ status: "FAILED", error: { code: "items_failed", stepId: "call" } });
    expect(failed.error.message).toMatch(/^2 of 6 items failed\. Item 1: /);
    expect(names()).toEqual(items);
    expect(await again(failed.id)).toMatchObject({ status: "COMPLETED", output: { failures: [] } });
    expect(names()).toEqual(["b", "e"]);
  });

  it("goes its own catch path, which sees the failures", async () => {
    for (const onError of ["stop", "fail"]) {
      const caught = await run(
        [
          loop(onError, 2, { next: { error: ["caught"] } }),
          value("caught", '$errors.loop.message & "; " & $steps.loop.failures[0].item'),
        ],
        ["a"],
      );
      expect(caught).toMatchObject({ status: "COMPLETED", error: null });
      expect(caught.output).toMatch(/Item 0: The system answered 400.*; a$/);
      expect(caught.steps.find((step: { stepId: string }) => step.stepId === "loop").status).toBe("CAUGHT");
    }
  });

  it("that is caught inside is no failure of the loop", async () => {
    const inner = [call({ error: ["note"] }), value("note", "$errors.call.code")];
    const done = await run([loop("stop", 2, {}, inner)], ["b"], ["a", "b"]);
    expect(done).toMatchObject({ status: "COMPLETED", output: { failures: [], results: [{}, "answer_refused"] } });
  });

  it("does not wait for what other items wait for", async () => {
    const pause = { id: "pause", function: "flow.wait", inputs: { seconds: { expression: '$item = "a" ? 3000 : 0' } } };
    const inner = [{ ...pause, next: { next: ["call"] } }, call()];
    const failed = await run(
      [loop("stop", 2, { next: { error: ["caught"] } }, inner), value("caught", '"over"')],
      ["b"],
    );
    expect(failed).toMatchObject({ status: "COMPLETED", output: "over" });
  });
});

describe("the limit of a loop", () => {
  it("holds for calls", async () => {
    mostRunning = 0;
    await run(
      [loop("stop", 3)],
      [],
      Array.from({ length: 12 }, (_, index) => `item-${index}`),
    );
    expect(mostRunning).toBeLessThanOrEqual(3);
    expect(mostRunning, "some at the same time").toBeGreaterThan(1);
  });

  it("holds for items that wait", async () => {
    const pause = { id: "pause", function: "flow.wait", inputs: { seconds: { value: 3000 } } };
    refused = new Set();
    const steps = [loop("stop", 2, {}, [pause])];
    const { id } = await startWorkflow(credenza, steps, { trigger: { type: "manual" } });
    const { id: runId } = await post(credenza, `workflows/${id}/test`, { input: { items } });
    const waiting = await untilRun(credenza, runId, ["WAITING"]);
    expect(waiting.steps.map((step: { iteration: string }) => step.iteration).toSorted()).toEqual(["0", "1"]);
    await post(credenza, `workflowruns/${runId}/cancel`);
  });
});
