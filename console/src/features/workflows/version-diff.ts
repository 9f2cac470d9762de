import type { Definition, Step } from "../../lib/api/workflow-shapes.ts";
import { allSteps } from "./builder/definition.ts";
import { wayWords } from "./builder/way-words.ts";

export interface Change {
  what: string;
  before?: string;
  after?: string;
  /** `before` and `after` are the ids of such things. */
  ids?: "credential" | "incomingWebhook" | "notificationRule";
}

/** What differs between two versions, in the order of the steps; where a step stands on the canvas does not count. */
export function changesBetween(before: Definition, after: Definition): Change[] {
  const old = new Map(allSteps(before).map(({ step }) => [step.id, step]));
  const now = new Map(allSteps(after).map(({ step }) => [step.id, step]));
  const gone = [...old.values()]
    .filter(({ id }) => !now.has(id))
    .map((step) => ({ what: `Step ${titleOf(step)} removed` }));
  const changed = [...now.values()].flatMap((step) => {
    const earlier = old.get(step.id);
    return earlier
      ? membersChanged(`Step ${titleOf(step)}`, flat(earlier, old), flat(step, now))
      : [{ what: `Step ${titleOf(step)} added` }];
  });
  const { position: _, ...triggerBefore } = before.trigger;
  const { position: __, ...triggerAfter } = after.trigger;
  return [
    ...membersChanged("Trigger", triggerBefore, triggerAfter),
    ...gone,
    ...changed,
    ...membersChanged("Settings", before.settings ?? {}, after.settings ?? {}),
  ];
}

const titleOf = ({ name, id }: Pick<Step, "name" | "id">) => name || id;

function flat(step: Step, all: ReadonlyMap<string, Step>): Record<string, unknown> {
  const { inputs, next, position: _, body, ...rest } = step;
  const named = (ids: string[]) => ids.map((id) => titleOf(all.get(id) ?? { id })).join(", ");
  const members = Object.entries(inputs).map(([name, binding]) => [
    `input ${name}`,
    "expression" in binding ? binding.expression : binding.value,
  ]);
  const after = Object.entries(next).map(([port, targets]) => [wayWords(port), named(targets)]);
  return {
    ...rest,
    ...Object.fromEntries([...members, ...after]),
    ...(body ? { "first of the loop": named(body.next) } : {}),
  };
}

function membersChanged(what: string, before: object, after: object): Change[] {
  const old = before as Record<string, unknown>;
  const now = after as Record<string, unknown>;
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names.flatMap((name) => {
    const [a, b] = [textOf(old[name]), textOf(now[name])];
    if (a === b) return [];
    const change = { what: `${what}: ${memberWords[name] ?? name}`, before: a, after: b };
    return [idMembers[name] ? { ...change, ids: idMembers[name] } : change];
  });
}

/** Members as the builder calls them. */
const memberWords: Record<string, string> = {
  type: "a run starts",
  cron: "when",
  timeZone: "time zone",
  filter: "only if",
  webhookId: "incoming webhook",
  ruleId: "notification rule",
  next: "first steps",
  credentialId: "credential",
  timeoutSeconds: "time limit in seconds",
  retry: "attempts",
  concurrency: "runs at the same time",
  orderingKey: "keep in order",
  maxRunSeconds: "longest run in seconds",
  keepDays: "keep runs, in days",
};

const idMembers: Record<string, NonNullable<Change["ids"]>> = {
  credentialId: "credential",
  webhookId: "incomingWebhook",
  ruleId: "notificationRule",
};

const textOf = (value: unknown): string =>
  value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
