import type { Context } from "../../context.ts";
import { queueRuns } from "../../store/run-queue.ts";
import {
  type DueSchedule,
  findDueSchedules,
  findWaitingSchedules,
  moveSchedule,
} from "../../store/workflow-schedules.ts";
import type { Definitions } from "../definitions.ts";
import { nextTime } from "../trigger-faults.ts";
import { newRun } from "./new-run.ts";

export interface ScheduleTrigger {
  /** Starts what is due: one run for each schedule, however many of its times have passed. */
  fire(): Promise<void>;
}

const atOnce = 200;
const repairEvery = 30;

export function createScheduleTrigger({
  context,
  definitions,
}: {
  context: Context;
  definitions: Definitions;
}): ScheduleTrigger {
  const pool = context.store.systemPool;
  let turns = 0;

  const scheduleOf = async ({ id }: DueSchedule) => {
    const runnable = await definitions.runnable(id);
    const trigger = runnable?.workflow.definition.trigger;
    return runnable?.enabled && trigger?.type === "schedule" ? { runnable, trigger } : undefined;
  };
  /** The run is queued before the schedule moves on, so a crash repeats it: its key lets one of them in. */
  const fireOne = async (due: DueSchedule): Promise<void> => {
    const schedule = await scheduleOf(due);
    if (!schedule) return;
    const { runnable, trigger } = schedule;
    if (due.next_at !== null) {
      const scheduledAt = due.next_at.toISOString();
      const input = { type: "schedule", scheduledAt };
      const run = await newRun(context, { runnable, type: "schedule", ref: scheduledAt, input });
      await context.store.inOrganization(runnable.organizationId, (tx) =>
        queueRuns(tx, [{ run, startKey: `schedule:${scheduledAt}` }]),
      );
    }
    await moveSchedule(pool, due, nextTime(trigger.cron, trigger.timeZone, new Date(context.now())));
  };
  /** After a clock was set back, the next time is nearer than the one that is stored. */
  const repair = async (): Promise<void> => {
    for (const waiting of await findWaitingSchedules(pool, atOnce)) {
      const schedule = await scheduleOf(waiting);
      if (!schedule) continue;
      const next = nextTime(schedule.trigger.cron, schedule.trigger.timeZone, new Date(context.now()));
      if (next && waiting.next_at && next < waiting.next_at) await moveSchedule(pool, waiting, next);
    }
  };
  return {
    fire: async () => {
      turns += 1;
      if (turns % repairEvery === 0) await repair();
      for (const due of await findDueSchedules(pool, new Date(context.now()), atOnce)) await fireOne(due);
    },
  };
}
