import { Cron } from "croner";
import type { WorkflowDefinition } from "./definition.ts";
import { expressionFaults } from "./expression-faults.ts";
import { type Fault, fault, warning } from "./faults.ts";
import type { Knowledge } from "./knowledge.ts";

export function triggerFaults(definition: WorkflowDefinition, known: Knowledge): Fault[] {
  const { trigger, settings } = definition;
  const expressions = { "trigger.filter": filterOf(definition), "settings.orderingKey": settings.orderingKey };
  const faults = Object.entries(expressions).flatMap(([place, expression]) =>
    expression === undefined ? [] : expressionFaults(expression, place, null, definition, known),
  );
  if (trigger.type === "schedule") {
    const words = scheduleFault(trigger.cron, trigger.timeZone);
    if (words) faults.push(fault("trigger_invalid", `trigger.${words.field}`, null, words.message));
  }
  if (trigger.type === "webhook" && trigger.webhookId) {
    const webhook = known.webhooks.get(trigger.webhookId);
    if (!webhook)
      faults.push(
        fault("trigger_invalid", "trigger.webhookId", null, "This incoming webhook is gone. Choose another one."),
      );
    else if (!webhook.active)
      faults.push(warning("trigger_unverified", "trigger.webhookId", null, "The incoming webhook is deactivated."));
  }
  return faults;
}

export function filterOf({ trigger }: WorkflowDefinition): string | undefined {
  return "filter" in trigger ? trigger.filter : undefined;
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
