import type { RunError } from "../../store/workflow-tables.ts";
import { variableNames } from "../variable-names.ts";

/** What an expression sees, as `$trigger`, `$steps` and so on. */
export interface Variables {
  trigger: unknown;
  /** Step id -> what the step gave. */
  steps: Record<string, unknown>;
  /** Step id -> why it failed, for the steps of its catch path. */
  errors: Record<string, RunError>;
  params: Record<string, unknown>;
  run: { id: string; workflowId: string; version: number | null; startedAt: string; isTest: boolean };
  item?: unknown;
  index?: number;
}

/** Only what the expression names travels to the worker; the names become variables there. */
export function pickVariables(expression: string, variables: Variables): { source: string; input: unknown } {
  const used = variableNames.filter((name) => expression.includes(`$${name}`));
  const input: Record<string, unknown> = {};
  for (const name of used) {
    if (variables[name] !== undefined)
      input[name] = name === "steps" ? usedSteps(expression, variables.steps) : variables[name];
  }
  const bindings = used.map((name) => `$${name} := $$.${name};`).join(" ");
  return { source: bindings ? `(${bindings} ${expression}\n)` : expression, input };
}

/** When the steps are named one by one, the others stay here. */
function usedSteps(expression: string, steps: Record<string, unknown>): Record<string, unknown> {
  const mentions = expression.split("$steps").length - 1;
  const named = [...expression.matchAll(/\$steps\.([A-Za-z][A-Za-z0-9_]*)/g)].map((match) => match[1] ?? "");
  if (named.length !== mentions) return steps;
  return Object.fromEntries(named.filter((id) => Object.hasOwn(steps, id)).map((id) => [id, steps[id]]));
}
