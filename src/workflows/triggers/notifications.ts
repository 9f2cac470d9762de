import type { Context } from "../../context.ts";
import type { EventConsumer, NotificationMatch } from "../../events/event.ts";
import type { Tx } from "../../store/db.ts";
import { type QueuedRun, queueRuns } from "../../store/run-queue.ts";
import { findWorkflowsOfRules } from "../../store/workflow-knowledge.ts";
import type { Definitions } from "../definitions.ts";
import { longestChain } from "./chain.ts";
import { newRun, passesFilter } from "./new-run.ts";

/** Starts workflows in the transaction of the event: the run is there exactly when the event is, and once for each rule. */
export function createNotificationTrigger(parts: { context: Context; definitions: Definitions }): EventConsumer {
  return {
    onNotifications: async (tx, matches) => {
      const named = await findWorkflowsOfRules(tx, [...new Set(matches.map(({ rule }) => rule.id))]);
      const runs = await Promise.all(
        matches.flatMap((match) => workflowsOf(match, named).map((workflowId) => runOf(parts, match, workflowId))),
      );
      await queue(tx, runs);
    },
  };
}

async function queue(tx: Tx, runs: (QueuedRun | undefined)[]): Promise<void> {
  const made = runs.filter((run) => run !== undefined);
  if (made.length > 0) await queueRuns(tx, made);
}

/** Those that the rule is linked with, and those whose trigger names the rule. */
function workflowsOf({ rule, workflowIds }: NotificationMatch, named: { id: string; ruleId: string }[]): string[] {
  const own = named.filter(({ ruleId }) => ruleId === rule.id).map(({ id }) => id);
  return [...new Set([...workflowIds, ...own])];
}

/** The run of one too many begins, and fails, so that the circle is seen; from its own events nothing starts. */
async function runOf(
  { context, definitions }: { context: Context; definitions: Definitions },
  { event, rule }: NotificationMatch,
  workflowId: string,
): Promise<QueuedRun | undefined> {
  if (event.depth > longestChain + 1) return undefined;
  const runnable = await definitions.runnable(workflowId);
  if (!runnable?.enabled || runnable.organizationId !== event.organizationId) return undefined;
  if (runnable.workflow.definition.trigger.type !== "notification") return undefined;
  const input = {
    type: "notification",
    eventId: event.id,
    eventName: event.eventName,
    eventTime: event.eventTime.toISOString(),
    rule,
    data: event.data,
    ...(event.depth > 0 && { depth: event.depth }),
  };
  if (!(await passesFilter(context, runnable, input))) return undefined;
  const run = await newRun(context, { runnable, type: "notification", ref: event.id, input });
  return { run, startKey: `event:${event.id}:${rule.id}` };
}
