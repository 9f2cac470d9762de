import type { Definition } from "../../../lib/api/workflow-shapes.ts";
import { readScope, type ScopePath } from "./definition.ts";
import type { Sample } from "./sample.ts";

const functions = [
  "$string(",
  "$number(",
  "$sum(",
  "$count(",
  "$exists(",
  "$lowercase(",
  "$now()",
  "$substringBefore(",
  "$join(",
  "$map(",
];
const deepest = 4;

/** What an expression can name here: members of the sample, steps with what they gave, parameters, functions of JSONata. */
export function completionsFor(
  definition: Definition,
  path: ScopePath,
  sample: Sample,
  parameters: string[] = [],
): string[] {
  const scopes = path.map((_, at) => readScope(definition, path.slice(0, at)));
  const steps = [...scopes, readScope(definition, path)].flatMap((scope) =>
    scope.steps.flatMap(({ id }) => membersOf(sample.steps?.[id], `$steps.${id}`)),
  );
  const loop = path.length > 0 ? [...membersOf(sample.item, "$item"), "$index"] : [];
  const named = parameters.map((name) => `$params.${name}`);
  return [...membersOf(sample.trigger, "$trigger"), ...steps, ...loop, ...named, "$errors", "$run.id", ...functions];
}

/** `name` and what is in it, e.g. `$trigger.body.customer`. */
export function membersOf(value: unknown, name: string, depth = 0): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth === deepest) return [name];
  const inner = Object.entries(value).flatMap(([key, member]) =>
    /^[A-Za-z_]\w*$/.test(key) ? membersOf(member, `${name}.${key}`, depth + 1) : [],
  );
  return [name, ...inner];
}
