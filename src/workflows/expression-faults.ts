import type { Step, WorkflowDefinition } from "./definition.ts";
import { type Fault, fault } from "./faults.ts";
import { scopesOf, stepsBefore } from "./graph.ts";
import type { Knowledge } from "./knowledge.ts";
import { isLoopVariable, isVariable, variableNames } from "./variable-names.ts";

/** An expression that does not parse, or that names something that a run does not know at this place. */
export function expressionFaults(
  expression: string,
  place: string,
  stepId: string | null,
  definition: WorkflowDefinition,
  known: Knowledge,
): Fault[] {
  const broken = known.expressionFault(expression);
  if (broken) return [fault("expression_invalid", place, stepId, broken)];
  const steps = new Set(["steps", "errors"].flatMap((variable) => namesAfter(expression, variable)));
  return [
    ...stepReferenceFaults([...steps], place, stepId, definition),
    ...namesAfter(expression, "params")
      .filter((name) => !known.parameters.has(name))
      .map((name) => fault("unknown_reference", place, stepId, `There is no global parameter ${name}.`)),
    ...variableFaults(known.variables.get(expression) ?? [], place, stepId, definition),
  ];
}

function variableFaults(
  names: readonly string[],
  place: string,
  stepId: string | null,
  definition: WorkflowDefinition,
): Fault[] {
  const isInLoop = innerSteps(definition).some((step) => step.id === stepId);
  return names.flatMap((name) => {
    if (isLoopVariable(name)) {
      const words = `$${name} is known inside a loop only. Move the step into one, or name an earlier step.`;
      return isInLoop ? [] : [fault("unknown_reference", place, stepId, words)];
    }
    if (isVariable(name)) return [];
    const words = `There is no variable $${name}. A run knows ${variableNames.map((one) => `$${one}`).join(", ")}.`;
    return [fault("unknown_reference", place, stepId, words)];
  });
}

/** Only what comes before a step has given something for certain; a filter and an ordering key come before all steps. */
function stepReferenceFaults(
  names: string[],
  place: string,
  stepId: string | null,
  definition: WorkflowDefinition,
): Fault[] {
  if (names.length === 0) return [];
  const before = stepId === null ? undefined : stepsBefore(definition).get(stepId);
  return names
    .filter((name) => !before?.has(name))
    .map((name) => {
      const isThere = allSteps(definition).some((step) => step.id === name);
      const words = isThere
        ? `The step ${name} does not come before this place, so it has given nothing yet. Name an earlier step.`
        : `There is no step ${name}.`;
      return fault("unknown_reference", place, stepId, words);
    });
}

const namesAfter = (expression: string, variable: string): string[] => {
  const pattern = new RegExp(`\\$${variable}\\.([A-Za-z][A-Za-z0-9_]{0,99})`, "g");
  return [...new Set([...expression.matchAll(pattern)].map((match) => match[1] ?? ""))];
};

const allSteps = (definition: WorkflowDefinition): Step[] => scopesOf(definition).flatMap((scope) => scope.steps);

const innerSteps = (definition: WorkflowDefinition): Step[] =>
  scopesOf(definition).flatMap((scope) => (scope.depth > 0 ? scope.steps : []));

export interface PlacedExpression {
  place: string;
  expression: string;
}

/** Every expression of a definition, its trigger's filter and its ordering key too. */
export function expressionsOf(definition: WorkflowDefinition): PlacedExpression[] {
  const { trigger, settings } = definition;
  const outside = { "trigger.filter": filterOf(trigger), "settings.orderingKey": settings.orderingKey };
  const ofTrigger = Object.entries(outside).map(([place, expression]) => ({ place, expression }));
  const ofSteps = scopesOf(definition).flatMap((scope) =>
    scope.steps.flatMap((step, index) =>
      Object.entries(step.inputs).map(([name, input]) => ({
        place: `${scope.path}.${index}.inputs.${name}`,
        expression: "expression" in input ? input.expression : undefined,
      })),
    ),
  );
  return [...ofTrigger, ...ofSteps].filter((one): one is PlacedExpression => one.expression !== undefined);
}

export const filterOf = (trigger: WorkflowDefinition["trigger"]): string | undefined =>
  "filter" in trigger ? trigger.filter : undefined;

/** Names of the global parameters that the workflow's expressions use, each with where. */
export function parametersOf(definition: WorkflowDefinition): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const { place, expression } of expressionsOf(definition))
    for (const name of namesAfter(expression, "params")) places.set(name, [...(places.get(name) ?? []), place]);
  return places;
}
