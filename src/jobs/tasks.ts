import { EventEmitter } from "node:events";
import type { Task, TaskList, WorkerEvents } from "graphile-worker";
import type { Context } from "../context.ts";
import { checkDue, watchTime } from "../health/watch.ts";
import { processMessageTask } from "../store/accepted-messages.ts";
import { sendMailTask } from "../store/mail-jobs.ts";
import { resealTask } from "../store/resealing.ts";
import { claimRunsTask } from "../store/run-queue.ts";
import {
  destroyDeleted,
  endGrantLater,
  purge,
  purgeEvents,
  purgeOldIntegrationRuns,
  purgeOldRuns,
  purgeWebhook,
} from "./maintenance.ts";
import { createMessageProcessor } from "./process-messages.ts";
import { resealUnattended, resealValues } from "./reseal.ts";
import { sendMail } from "./send-mail.ts";

/** Task name -> its work. A task may run more than once for one job, so each must bear repetition. */
export function createTasks(context: Context): { taskList: TaskList; events: WorkerEvents } {
  const taskList: TaskList = {
    [processMessageTask]: createMessageProcessor(context),
    [claimRunsTask]: () => context.workflows.engine.claim(),
    "credential.end-grant": (payload, helpers) => endGrantLater(context, payload, helpers),
    [sendMailTask]: (payload) => sendMail(context, payload),
    "webhook.purge": (payload, helpers) => purgeWebhook(context, payload, helpers),
    [resealTask]: (payload, helpers) => resealValues(context, payload, helpers),
    "maintenance:datakeys": () => resealUnattended(context),
    "maintenance:purge": () => purge(context),
    "maintenance:events": () => purgeEvents(context),
    "maintenance:runs": () => purgeOldRuns(context),
    "maintenance:integrations": () => purgeOldIntegrationRuns(context),
    "maintenance:destroy": () => destroyDeleted(context),
    "health:check": () => checkDue(context),
    "health:time": () => watchTime(context),
    "maintenance:signing-key": () => context.access.renewSigningKey(),
  };
  for (const [name, task] of Object.entries(taskList)) {
    if (task) taskList[name] = traced(context, name, task);
  }
  return { taskList, events: new EventEmitter() as WorkerEvents };
}

const traced =
  ({ tracing }: Context, name: string, task: Task): Task =>
  (payload, helpers) =>
    tracing.run({ name, kind: "job", attributes: { "messaging.destination.name": name } }, async () =>
      task(payload, helpers),
    );
