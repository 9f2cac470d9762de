import type { Definition } from "../../../lib/api/workflows.ts";
import { readScope, type ScopePath } from "./definition.ts";

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

/** What an expression can name here: members of the sample, steps, parameters, functions of JSONata. */
export function completionsFor(definition: Definition, path: ScopePath, trigger: unknown): string[] {
  const scopes = path.map((_, at) => readScope(definition, path.slice(0, at)));
  const steps = [...scopes, readScope(definition, path)].flatMap((scope) =>
    scope.steps.map(({ id }) => `$steps.${id}`),
  );
  const loop = path.length > 0 ? ["$item", "$index"] : [];
  return [...membersOf(trigger, "$trigger", 0), ...steps, ...loop, "$params", "$errors", "$run.id", ...functions];
}

function membersOf(value: unknown, name: string, depth: number): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth === deepest) return [name];
  const inner = Object.entries(value).flatMap(([key, member]) =>
    /^[A-Za-z_]\w*$/.test(key) ? membersOf(member, `${name}.${key}`, depth + 1) : [],
  );
  return [name, ...inner];
}
