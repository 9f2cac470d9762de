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
  /** As if the run had been made and had ended so many days ago. */
  const age = async (days: number, id: string): Promise<string> => {
    const time = (Date.now() - days * 24 * 3_600_000).toString(16).padStart(12, "0");
    const aged = `${time.slice(0, 8)}-${time.slice(8)}${id.slice(13)}`;
    const finished = "update workflow_runs set id = $1, dt_finished = now() - make_interval(days => $2) where id = $3";
    await systemPool.query(finished, [aged, days, id]);
    await systemPool.query("update workflow_run_steps set run_id = $1 where run_id = $2", [aged, id]);
    return aged;
  };
  const [first, second] = await runsOf(credenza, short);
  const [third] = await runsOf(credenza, long);
  const newer = await age(1, first.id);
  const older = await age(3, second.id);
  const kept = await age(3, third.id);
  const stepsOf = async (id: string) =>
    (await systemPool.query("select 1 from workflow_run_steps where run_id = $1", [id])).rowCount;
  expect(await stepsOf(older)).toBe(1);
  expect(await purgeRuns(systemPool, 100)).toBe(1);
  expect((await runsOf(credenza, short)).map(({ id }) => id)).toEqual([newer]);
  expect(await runsOf(credenza, long)).toHaveLength(1);
  expect(await stepsOf(older)).toBe(0);
  await age(31, kept);
  expect(await purgeRuns(systemPool, 100)).toBe(1);
  expect(await purgeRuns(systemPool, 100)).toBe(0);
});
