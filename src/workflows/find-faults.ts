import { limits, type Step, type WorkflowDefinition } from "./definition.ts";
import { type Fault, fault } from "./faults.ts";
import { errorPort, type FunctionRegistry, portsOf } from "./functions/registry.ts";
import { edgesOf, reachable, type Scope, scopesOf, sortSteps } from "./graph.ts";
import type { Knowledge } from "./knowledge.ts";
import { stepFaults } from "./step-faults.ts";
import { triggerFaults } from "./trigger-faults.ts";

/** Everything that keeps a workflow from running, each with its place. Costs no query: `known` holds what was read. */
export function findFaults(definition: WorkflowDefinition, functions: FunctionRegistry, known: Knowledge): Fault[] {
  const scopes = scopesOf(definition);
  const faults = scopes.flatMap((scope) => [
    ...graphFaults(scope, functions),
    ...scope.steps.flatMap((step, index) => stepFaults({ scope, step, index, definition, functions, known })),
  ]);
  return [...sizeFaults(definition, scopes), ...triggerFaults(definition, known), ...duplicates(scopes), ...faults];
}

function sizeFaults(definition: WorkflowDefinition, scopes: Scope[]): Fault[] {
  const { trigger } = definition;
  const faults: Fault[] = [];
  if (Buffer.byteLength(JSON.stringify(definition)) > limits.definitionBytes) {
    const words = `Use at most ${limits.definitionBytes / 1024} KiB for the whole workflow: shorten its sample or its values.`;
    faults.push(fault("too_large", "", null, words));
  }
  const count = scopes.reduce((sum, scope) => sum + scope.steps.length, 0);
  if (count > limits.steps) faults.push(fault("too_many_steps", "steps", null, `Use at most ${limits.steps} steps.`));
  if (trigger.next.length === 0) faults.push(fault("no_steps", "trigger.next", null, "Connect the trigger to a step."));
  const deep = scopes.find((scope) => scope.depth > limits.nesting);
  if (deep) faults.push(fault("too_deep", deep.path, null, `Put loops ${limits.nesting} deep at most.`));
  return faults;
}

function duplicates(scopes: Scope[]): Fault[] {
  const seen = new Set<string>();
  return scopes.flatMap((scope) =>
    scope.steps.flatMap((step, index) => {
      const isNew = !seen.has(step.id);
      seen.add(step.id);
      return isNew
        ? []
        : [
            fault(
              "duplicate_step",
              `${scope.path}.${index}.id`,
              step.id,
              "Another step has this id. Give it one of its own.",
            ),
          ];
    }),
  );
}

function graphFaults(scope: Scope, functions: FunctionRegistry): Fault[] {
  return [...edgeFaults(scope, functions), ...circleFaults(scope), ...unreachableFaults(scope)];
}

const place = (scope: Scope, stepId: string): string =>
  `${scope.path}.${scope.steps.findIndex((step) => step.id === stepId)}`;

function edgeFaults(scope: Scope, functions: FunctionRegistry): Fault[] {
  const ids = new Set(scope.steps.map((step) => step.id));
  const lost = "There is no such step here. Connect it to a step of the same level.";
  const fromStart = scope.start.filter((id) => !ids.has(id));
  const faults = fromStart.map(() => fault("unknown_step", scope.startPath, null, lost));
  for (const { from, port, to } of edgesOf(scope.steps)) {
    if (!ids.has(to)) faults.push(fault("unknown_step", `${place(scope, from)}.next.${port}`, from, lost));
  }
  for (const step of scope.steps) faults.push(...portFaults(scope, step, functions));
  return faults;
}

function portFaults(scope: Scope, step: Step, functions: FunctionRegistry): Fault[] {
  const definition = functions.find(step.function);
  if (!definition) return [];
  const ports = [...portsOf(definition, step), errorPort];
  return Object.keys(step.next)
    .filter((port) => !ports.includes(port))
    .map((port) =>
      fault("unknown_port", `${place(scope, step.id)}.next.${port}`, step.id, `Its ways out are: ${ports.join(", ")}.`),
    );
}

function circleFaults(scope: Scope): Fault[] {
  const { inCircle } = sortSteps(scope.steps);
  if (inCircle.length === 0) return [];
  const known = new Set(inCircle.map((step) => step.id));
  const isInside = (step: Step): boolean =>
    Object.values(step.next)
      .flat()
      .some((to) => known.has(to));
  return inCircle
    .filter(isInside)
    .map((step) =>
      fault(
        "cycle",
        `${place(scope, step.id)}.next`,
        step.id,
        "This connection leads back to an earlier step. Remove it.",
      ),
    );
}

function unreachableFaults(scope: Scope): Fault[] {
  const found = reachable(scope);
  return scope.steps
    .filter((step) => !found.has(step.id))
    .map((step) =>
      fault("unreachable", place(scope, step.id), step.id, "Nothing leads to this step. Connect or remove it."),
    );
}
