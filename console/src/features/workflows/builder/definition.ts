import type { Definition, Step, StepFunction } from "../../../lib/api/workflow-shapes.ts";

/** Steps that may lead to each other: the workflow itself, or the body of one loop. */
export interface Scope {
  next: string[];
  steps: Step[];
}

/** Ids of the loops that lead to a scope, outermost first; empty for the workflow itself. */
export type ScopePath = string[];

export const emptyDefinition: Definition = {
  formatVersion: 1,
  trigger: { type: "manual", next: [], sample: {} },
  steps: [],
};

export function readScope(definition: Definition, path: ScopePath): Scope {
  let scope: Scope = { next: definition.trigger.next, steps: definition.steps };
  for (const id of path) scope = scope.steps.find((step) => step.id === id)?.body ?? { next: [], steps: [] };
  return scope;
}

export function writeScope(definition: Definition, path: ScopePath, scope: Scope): Definition {
  const [first, ...rest] = path;
  if (first === undefined)
    return { ...definition, trigger: { ...definition.trigger, next: scope.next }, steps: scope.steps };
  return { ...definition, steps: definition.steps.map((step) => (step.id === first ? into(step, rest, scope) : step)) };
}

function into(step: Step, path: ScopePath, scope: Scope): Step {
  const [first, ...rest] = path;
  if (first === undefined) return { ...step, body: scope };
  const body = step.body ?? { next: [], steps: [] };
  return {
    ...step,
    body: { ...body, steps: body.steps.map((one) => (one.id === first ? into(one, rest, scope) : one)) },
  };
}

/** Every step with the scope that it stands in. */
export function allSteps(definition: Definition): { step: Step; path: ScopePath }[] {
  const walk = (steps: Step[], path: ScopePath): { step: Step; path: ScopePath }[] =>
    steps.flatMap((step) => [{ step, path }, ...walk(step.body?.steps ?? [], [...path, step.id])]);
  return walk(definition.steps, []);
}

/** What a step is called: its own name, else that of its function. */
export const titleOf = ({ name, function: wanted }: Step, functions: StepFunction[]): string =>
  name || (functions.find(({ id }) => id === wanted)?.name ?? wanted);

/** Ways out of a step; a switch has one for each of its cases. */
export function portsOf(step: Step, fn: StepFunction | undefined): string[] {
  if (!fn) return Object.keys(step.next);
  const binding = fn.portsFrom ? step.inputs[fn.portsFrom] : undefined;
  const list = binding && "value" in binding && Array.isArray(binding.value) ? binding.value.map(String) : [];
  return [...new Set([...list, ...fn.ports])];
}

/** A name for a new step that nothing else has: `call`, `call2`, `call3`. */
export const freeId = (definition: Definition, wanted: string): string =>
  freeAmong(new Set(allSteps(definition).map(({ step }) => step.id)), wanted);

export function freeAmong(taken: ReadonlySet<string>, wanted: string): string {
  const base = wanted.replace(/[^A-Za-z0-9_]/g, "").replace(/^[^A-Za-z]+/, "") || "step";
  for (let at = 1; ; at++) {
    const id = at === 1 ? base : `${base}${at}`;
    if (!taken.has(id)) return id;
  }
}

export function newStep(definition: Definition, fn: StepFunction): Step {
  const inputs: Step["inputs"] = {};
  for (const { name, defaultValue } of fn.inputs)
    if (defaultValue !== undefined) inputs[name] = { value: defaultValue };
  const step: Step = { id: freeId(definition, fn.id.split(".").at(-1) ?? "step"), function: fn.id, inputs, next: {} };
  if (fn.credential) step.credentialId = null;
  if (fn.loop) step.body = { next: [], steps: [] };
  return step;
}

/** As it can be kept: an expression that nobody has begun to write is none. */
export const withoutBlanks = (definition: Definition): Definition => ({
  ...definition,
  steps: definition.steps.map(unblanked),
});

function unblanked(step: Step): Step {
  const kept = Object.entries(step.inputs).filter(
    ([, binding]) => !("expression" in binding) || binding.expression.trim() !== "",
  );
  const body = step.body && { ...step.body, steps: step.body.steps.map(unblanked) };
  return { ...step, inputs: Object.fromEntries(kept), ...(body ? { body } : {}) };
}

/** Adds a step after `from` (null: first), or loose when `from` is undefined. */
export function addStep(scope: Scope, step: Step, from: { stepId: string | null; port: string } | undefined): Scope {
  const added = { ...scope, steps: [...scope.steps, step] };
  return from ? connect(added, from.stepId, from.port, step.id) : added;
}

export function connect(scope: Scope, from: string | null, port: string, to: string): Scope {
  if (from === to) return scope;
  if (from === null) return scope.next.includes(to) ? scope : { ...scope, next: [...scope.next, to] };
  return changeStep(scope, from, (step) => {
    const targets = step.next[port] ?? [];
    return targets.includes(to) ? step : { ...step, next: { ...step.next, [port]: [...targets, to] } };
  });
}

export function disconnect(scope: Scope, from: string | null, port: string, to: string): Scope {
  const without = (targets: string[]) => targets.filter((target) => target !== to);
  if (from === null) return { ...scope, next: without(scope.next) };
  return changeStep(scope, from, (step) => ({
    ...step,
    next: { ...step.next, [port]: without(step.next[port] ?? []) },
  }));
}

export const changeStep = (scope: Scope, id: string, change: (step: Step) => Step): Scope => ({
  ...scope,
  steps: scope.steps.map((step) => (step.id === id ? change(step) : step)),
});

/** Takes steps away with everything that leads to them. */
export function removeSteps(scope: Scope, ids: ReadonlySet<string>): Scope {
  const kept = (targets: string[]) => targets.filter((id) => !ids.has(id));
  return {
    next: kept(scope.next),
    steps: scope.steps
      .filter((step) => !ids.has(step.id))
      .map((step) => ({
        ...step,
        next: Object.fromEntries(Object.entries(step.next).map(([port, targets]) => [port, kept(targets)])),
      })),
  };
}
