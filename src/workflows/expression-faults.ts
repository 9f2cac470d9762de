import type { Step, WorkflowDefinition } from "./definition.ts";
import { type Fault, fault } from "./faults.ts";
import { scopesOf } from "./graph.ts";
import type { Knowledge } from "./knowledge.ts";

/** An expression that does not parse, or that names a step or a global parameter that is not there. */
export function expressionFaults(
  expression: string,
  place: string,
  stepId: string | null,
  definition: WorkflowDefinition,
  known: Knowledge,
): Fault[] {
  const broken = known.expressionFault(expression);
  if (broken) return [fault("expression_invalid", place, stepId, broken)];
  return [
    ...namesAfter(expression, "steps")
      .filter((name) => !allSteps(definition).some((step) => step.id === name))
      .map((name) => fault("unknown_reference", place, stepId, `There is no step ${name}.`)),
    ...namesAfter(expression, "params")
      .filter((name) => !known.parameters.has(name))
      .map((name) => fault("unknown_reference", place, stepId, `There is no global parameter ${name}.`)),
  ];
}

const namesAfter = (expression: string, variable: "steps" | "params"): string[] => {
  const pattern = new RegExp(`\\$${variable}\\.([A-Za-z][A-Za-z0-9_]{0,99})`, "g");
  return [...new Set([...expression.matchAll(pattern)].map((match) => match[1] ?? ""))];
};

const allSteps = (definition: WorkflowDefinition): Step[] => scopesOf(definition).flatMap((scope) => scope.steps);
/** Names of the global parameters that the workflow's expressions use. */
export function parametersOf(definition: WorkflowDefinition): string[] {
  const expressions = allSteps(definition).flatMap((step) =>
    Object.values(step.inputs).flatMap((input) => ("expression" in input ? [input.expression] : [])),
  );
  return [...new Set(expressions.flatMap((expression) => namesAfter(expression, "params")))];
}
