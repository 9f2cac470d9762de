import type { Step, WorkflowDefinition } from "./definition.ts";

/** Steps that see each other: those of the workflow itself, or of a loop's body. */
export interface Scope {
  /** Path in the definition, e.g. `steps` or `steps.2.body.steps`. */
  path: string;
  start: string[];
  /** Path of `start`. */
  startPath: string;
  steps: Step[];
  depth: number;
}

export function scopesOf(definition: WorkflowDefinition): Scope[] {
  const top: Scope = {
    path: "steps",
    start: definition.trigger.next,
    startPath: "trigger.next",
    steps: definition.steps,
    depth: 0,
  };
  return [top, ...innerScopes(top)];
}

function innerScopes(scope: Scope): Scope[] {
  return scope.steps.flatMap((step, index) => {
    if (!step.body) return [];
    const path = `${scope.path}.${index}.body`;
    const { next, steps } = step.body;
    const inner = { path: `${path}.steps`, start: next, startPath: `${path}.next`, steps, depth: scope.depth + 1 };
    return [inner, ...innerScopes(inner)];
  });
}

export interface Edge {
  from: string;
  port: string;
  to: string;
}

export const edgesOf = (steps: readonly Step[]): Edge[] =>
  steps.flatMap((step) =>
    Object.entries(step.next).flatMap(([port, targets]) => targets.map((to) => ({ from: step.id, port, to }))),
  );

/** Steps that can be reached from the scope's start. */
export function reachable({ start, steps }: Pick<Scope, "start" | "steps">): Set<string> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const seen = new Set<string>();
  const queue = [...start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const step = byId.get(id);
    if (!step || seen.has(id)) continue;
    seen.add(id);
    queue.push(...Object.values(step.next).flat());
  }
  return seen;
}

/** Step -> the steps that are over, or passed by, when it begins: those on a way to it, and those before a loop round it. */
export function stepsBefore(definition: WorkflowDefinition): Map<string, Set<string>> {
  const found = before.get(definition) ?? findStepsBefore(definition);
  before.set(definition, found);
  return found;
}

/** Asked for by each expression of a definition. */
const before = new WeakMap<WorkflowDefinition, Map<string, Set<string>>>();

function findStepsBefore(definition: WorkflowDefinition): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const visit = (steps: readonly Step[], outside: ReadonlySet<string>): void => {
    for (const step of steps) found.set(step.id, new Set(outside));
    for (const step of steps) {
      const after = reachable({ start: Object.values(step.next).flat(), steps: [...steps] });
      for (const id of after) found.get(id)?.add(step.id);
    }
    for (const step of steps) if (step.body) visit(step.body.steps, found.get(step.id) ?? outside);
  };
  visit(definition.steps, new Set());
  return found;
}

/** Steps in an order in which each comes after all that lead to it; what is left over goes in a circle. */
export function sortSteps(steps: readonly Step[]): { sorted: Step[]; inCircle: Step[] } {
  const waitsFor = new Map(steps.map((step) => [step.id, 0]));
  const edges = edgesOf(steps).filter(({ to }) => waitsFor.has(to));
  for (const { to } of edges) waitsFor.set(to, (waitsFor.get(to) ?? 0) + 1);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const ready = steps.filter((step) => waitsFor.get(step.id) === 0);
  const sorted: Step[] = [];
  for (let step = ready.shift(); step; step = ready.shift()) {
    sorted.push(step);
    for (const to of Object.values(step.next).flat()) {
      const left = (waitsFor.get(to) ?? Number.NaN) - 1;
      waitsFor.set(to, left);
      const follower = byId.get(to);
      if (left === 0 && follower) ready.push(follower);
    }
  }
  const done = new Set(sorted.map((step) => step.id));
  return { sorted, inCircle: steps.filter((step) => !done.has(step.id)) };
}
