import { afterAll, beforeAll, expect, it } from "vitest";
import { purgeRuns } from "../../src/store/run-purge.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { post, runsOf, startWorkflow, untilRun } from "./workflow.ts";

let credenza: TestCredenza;

beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

const step = { id: "a", function: "data.transform", inputs: { value: { value: 1 } } };

it("runs and their steps go when they are older than their workflow keeps them, and no sooner", async () => {
  const { systemPool } = credenza.context.store;
  const trigger = { type: "manual" };
  const { id: short } = await startWorkflow(credenza, [step], { trigger, settings: { keepDays: 2 } });
  const { id: long } = await startWorkflow(credenza, [step], { trigger });
  for (const id of [short, short, long]) {
    const { id: runId } = await post(credenza, `workflows/${id}/test`);
    await untilRun(credenza, runId);
  }
  const age = (days: number, ids: string[]) =>
    systemPool.query("update workflow_runs set dt_finished = now() - make_interval(days => $1) where id = any($2)", [
      days,
      ids,
    ]);
  const [newer, older] = await runsOf(credenza, short);
  const [kept] = await runsOf(credenza, long);
  await age(1, [newer.id]);
  await age(3, [older.id, kept.id]);
  expect(await purgeRuns(systemPool, 100)).toBe(1);
  expect((await runsOf(credenza, short)).map(({ id }) => id)).toEqual([newer.id]);
  expect(await runsOf(credenza, long)).toHaveLength(1);
  const { rows } = await systemPool.query("select run_id from workflow_run_steps where run_id = $1", [older.id]);
  expect(rows).toEqual([]);
  await age(31, [kept.id]);
  expect(await purgeRuns(systemPool, 100)).toBe(1);
  expect(await purgeRuns(systemPool, 100)).toBe(0);
});
