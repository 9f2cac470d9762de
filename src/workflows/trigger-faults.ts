import { Cron } from "croner";
import type { WorkflowDefinition } from "./definition.ts";
import { expressionFaults, filterOf } from "./expression-faults.ts";
import { type Fault, fault, warning } from "./faults.ts";
import type { Knowledge } from "./knowledge.ts";

export function triggerFaults(definition: WorkflowDefinition, known: Knowledge): Fault[] {
  const { trigger, settings } = definition;
  const expressions = { "trigger.filter": filterOf(trigger), "settings.orderingKey": settings.orderingKey };
  const faults = Object.entries(expressions).flatMap(([place, expression]) =>
    expression === undefined ? [] : expressionFaults(expression, place, null, definition, known),
  );
  if (trigger.type === "schedule") {
    const words = scheduleFault(trigger.cron, trigger.timeZone);
    if (words) faults.push(fault("trigger_invalid", `trigger.${words.field}`, null, words.message));
  }
  if (trigger.type === "webhook") faults.push(...webhookFaults(trigger.webhookId ?? null, known));
  if (trigger.type === "notification") faults.push(...ruleFaults(trigger.ruleId ?? null, known));
  return faults;
}

function webhookFaults(webhookId: string | null, known: Knowledge): Fault[] {
  const place = "trigger.webhookId";
  if (webhookId === null) {
    return known.isStarted ? [] : [warning("trigger_missing", place, null, "Choose the incoming webhook.")];
  }
  const webhook = known.references.get(webhookId);
  if (webhook?.kind !== "incomingwebhook")
    return [fault("trigger_invalid", place, null, "This incoming webhook is gone. Choose another one.")];
  return webhook.active
    ? []
    : [warning("trigger_unverified", place, null, "The incoming webhook is deactivated. Activate it.")];
}

/** A rule can be made and linked later, so none of these keeps a workflow from being published. */
function ruleFaults(ruleId: string | null, known: Knowledge): Fault[] {
  const place = "trigger.ruleId";
  if (ruleId === null) {
    const words = "Choose the notification rule, or name this workflow in a rule.";
    return known.isStarted ? [] : [warning("trigger_missing", place, null, words)];
  }
  const rule = known.references.get(ruleId);
  if (rule?.kind !== "notificationrule")
    return [warning("trigger_unverified", place, null, "This notification rule is gone. Choose another one.")];
  return rule.active ? [] : [warning("trigger_unverified", place, null, "The notification rule is switched off.")];
}

const shortestSeconds = 60;

function scheduleFault(cron: string, timeZone: string): { field: string; message: string } | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    return { field: "timeZone", message: "Use a time zone such as Europe/London." };
  }
  try {
    const [first, second] = new Cron(cron, { timezone: timeZone }).nextRuns(2);
    if (!first) return { field: "cron", message: "This never comes. Write times that lie ahead." };
    const isTooOften = second && second.getTime() - first.getTime() < shortestSeconds * 1000;
    if (isTooOften) return { field: "cron", message: "Once a minute is the most." };
    return undefined;
  } catch {
    return { field: "cron", message: "Write minute, hour, day, month and weekday, such as 0 9 * * 1." };
  }
}

/** The first time after `from`; null when none comes any more. */
export const nextTime = (cron: string, timeZone: string, from: Date): Date | null =>
  new Cron(cron, { timezone: timeZone }).nextRun(from);
