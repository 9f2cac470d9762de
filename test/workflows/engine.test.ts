import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { post, runsOf, sendEvent, startWorkflow, untilNewestRun } from "./workflow.ts";

let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

const path = (expression: string) => ({ expression });
const transform = (id: string, value: unknown, next: string[] = []) => ({
  id,
  function: "data.transform",
  inputs: { value },
  next: { next },
});

describe("a run", () => {
  it("is started by a signed webhook, and the same event starts no second one", async () => {
    const { id, webhook } = await startWorkflow(credenza, [transform("first", path("$trigger.body.id"))]);
    expect((await sendEvent(webhook.url, { id: "evt_1" })).status).toBe(202);
    expect((await sendEvent(webhook.url, { id: "evt_1" })).status).toBe(200);
    const run = await untilNewestRun(credenza, id);
    expect(run).toMatchObject({ status: "COMPLETED", output: "evt_1", workflowVersion: 1, triggerType: "webhook" });
    expect(run.input).toMatchObject({ eventId: "evt_1", body: { id: "evt_1", type: "invoice.paid" } });
    expect(run.steps).toMatchObject([{ stepId: "first", status: "COMPLETED", output: "evt_1", attempts: 1 }]);
    expect(await runsOf(credenza, id)).toHaveLength(1);
  });

  it("hands on what steps gave, goes the way of a branch, and joins again", async () => {
    const { id, webhook } = await startWorkflow(credenza, [
      transform("amount", path("$trigger.body.amount"), ["big"]),
      {
        id: "big",
        function: "flow.branch",
        inputs: { condition: path("$steps.amount") },
        next: { true: ["yes"], false: ["no"] },
      },
      transform("yes", { value: "big" }, ["end"]),
      transform("no", { value: "small" }, ["end"]),
      transform("end", path("$steps.yes")),
    ]);
    await sendEvent(webhook.url, { id: "evt_2", amount: 5 });
    const run = await untilNewestRun(credenza, id);
    expect(run).toMatchObject({ status: "COMPLETED", output: "big" });
    expect(run.steps.map((step: { stepId: string }) => step.stepId)).toEqual(["amount", "big", "yes", "end"]);
  });

  it("of a test follows the draft and says so", async () => {
    const { id } = await startWorkflow(credenza, [transform("first", { value: 1 })], { trigger: { type: "manual" } });
    const started = await post(credenza, `workflows/${id}/test`, { input: { body: 1 } });
    expect(started).toMatchObject({ isTest: true, triggerType: "manual" });
    const run = await untilNewestRun(credenza, id);
    expect(run).toMatchObject({ status: "COMPLETED", output: 1, input: { body: 1 } });
  });

  it("does a loop for each item and gives the results in order", async () => {
    const { id } = await startWorkflow(
      credenza,
      [
        {
          id: "loop",
          function: "flow.forEach",
          inputs: { items: path("$trigger.list"), parallel: { value: 3 } },
          body: { next: ["inner"], steps: [transform("inner", path("$item.name"))] },
        },
      ],
      { trigger: { type: "manual" } },
    );
    await post(credenza, `workflows/${id}/test`, { input: { list: [{ name: "a" }, { name: "b" }, { name: "c" }] } });
    const run = await untilNewestRun(credenza, id);
    expect(run).toMatchObject({ status: "COMPLETED", output: { count: 3, results: ["a", "b", "c"] } });
    expect(run.steps).toHaveLength(4);
  });

  it("waits, survives that, and goes on", async () => {
    const { id } = await startWorkflow(
      credenza,
      [
        { id: "pause", function: "flow.wait", inputs: { seconds: { value: 1 } }, next: { next: ["after"] } },
        transform("after", { value: "done" }),
      ],
      { trigger: { type: "manual" } },
    );
    await post(credenza, `workflows/${id}/test`);
    const waiting = await untilNewestRun(credenza, id, ["WAITING"]);
    expect(waiting.wakeAt).not.toBeNull();
    expect(await untilNewestRun(credenza, id)).toMatchObject({ status: "COMPLETED", output: "done" });
  });

  it("fails with the step's words, and a retry goes on from there", async () => {
    const { id } = await startWorkflow(
      credenza,
      [
        transform("first", { value: 1 }, ["no"]),
        { id: "no", function: "flow.fail", inputs: { message: { value: "Not today" } } },
      ],
      { trigger: { type: "manual" } },
    );
    await post(credenza, `workflows/${id}/test`);
    const failed = await untilNewestRun(credenza, id);
    expect(failed).toMatchObject({
      status: "FAILED",
      error: { code: "failed_on_purpose", message: "Not today", stepId: "no" },
    });
    const again = await post(credenza, `workflowruns/${failed.id}/retry`, { use: "same" });
    expect(again).toMatchObject({ retryOf: failed.id, steps: [{ stepId: "first", status: "COMPLETED" }] });
  });

  it("whose expression never ends fails within the limit, and holds up no other", async () => {
    const byHand = { trigger: { type: "manual" } };
    const endless = path("($f := function($x) { $f($x + 1) }; $f(1))");
    const { id: hostile } = await startWorkflow(credenza, [transform("never", endless)], byHand);
    const { id: other } = await startWorkflow(credenza, [transform("sum", path("$sum([1, 2, 3])"))], byHand);
    const { id: stuck } = await post(credenza, `workflows/${hostile}/test`);
    await post(credenza, `workflows/${other}/test`);
    const first = await untilNewestRun(credenza, other);
    const { body: meanwhile } = await credenza.api("GET", `workflowruns/${stuck}`);
    expect([first.output, meanwhile.status]).toEqual([6, "RUNNING"]);
    const run = await untilNewestRun(credenza, hostile);
    expect(run).toMatchObject({ status: "FAILED", error: { code: "expression_failed", stepId: "never" } });
    expect(Date.parse(run.dtFinished) - Date.parse(run.dtStarted)).toBeLessThan(8_000);
  });

  it("takes the catch path of a step that fails", async () => {
    const { id } = await startWorkflow(
      credenza,
      [
        { id: "no", function: "flow.fail", inputs: { message: { value: "Not today" } }, next: { error: ["caught"] } },
        transform("caught", path("$errors.no.message")),
      ],
      { trigger: { type: "manual" } },
    );
    await post(credenza, `workflows/${id}/test`);
    expect(await untilNewestRun(credenza, id)).toMatchObject({ status: "COMPLETED", output: "Not today" });
  });

  it("is cancelled while it waits", async () => {
    const { id } = await startWorkflow(
      credenza,
      [{ id: "pause", function: "flow.wait", inputs: { seconds: { value: 3000 } } }],
      { trigger: { type: "manual" } },
    );
    await post(credenza, `workflows/${id}/test`);
    const waiting = await untilNewestRun(credenza, id, ["WAITING"]);
    expect(await post(credenza, `workflowruns/${waiting.id}/cancel`)).toMatchObject({ status: "CANCELLED" });
    const again = await credenza.api("POST", `workflowruns/${waiting.id}/cancel`);
    expect(again).toMatchObject({ status: 409, body: { code: "run_over" } });
  });
});
