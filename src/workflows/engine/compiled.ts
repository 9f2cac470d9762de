import type { FunctionDefinition } from "../../define/function.ts";
import type { Step, WorkflowDefinition } from "../definition.ts";
import type { FunctionRegistry } from "../functions/registry.ts";
import { edgesOf } from "../graph.ts";

export interface CompiledStep {
  step: Step;
  function: FunctionDefinition | undefined;
  body: CompiledScope | undefined;
  /** Its inputs, or those of a loop round it, name a global parameter. */
  usesParameters: boolean;
}

/** A workflow or a loop's body, ready to be walked. */
export interface CompiledScope {
  start: string[];
  steps: Map<string, CompiledStep>;
  /** Step -> how many connections lead to it, the one from the start included. */
  incoming: Map<string, number>;
}

export interface CompiledWorkflow extends CompiledScope {
  definition: WorkflowDefinition;
  usesParameters: boolean;
}

export function compile(definition: WorkflowDefinition, functions: FunctionRegistry): CompiledWorkflow {
  const usesParameters = JSON.stringify(definition.steps).includes("$params");
  return { ...compileScope(definition.trigger.next, definition.steps, functions, false), definition, usesParameters };
}

function compileScope(
  start: string[],
  steps: Step[],
  functions: FunctionRegistry,
  isInherited: boolean,
): CompiledScope {
  const incoming = new Map<string, number>();
  for (const id of new Set(start)) incoming.set(id, (incoming.get(id) ?? 0) + 1);
  for (const { to } of edgesOf(steps)) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  const compiled = steps.map((step): [string, CompiledStep] => {
    const usesParameters = isInherited || JSON.stringify(step.inputs).includes("$params");
    const body = step.body && compileScope(step.body.next, step.body.steps, functions, usesParameters);
    return [step.id, { step, function: functions.find(step.function), body, usesParameters }];
  });
  return { start: [...new Set(start)], steps: new Map(compiled), incoming };
}
