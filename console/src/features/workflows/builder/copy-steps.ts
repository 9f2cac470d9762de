import type { Binding, Definition, Step } from "../../../lib/api/workflow-shapes.ts";
import { allSteps, freeAmong, readScope, type ScopePath, writeScope } from "./definition.ts";

const offset = 40;

/** Puts copies of steps, with the bodies of loops, beside the others; what the copies say of each other stays among them. */
export function pasteSteps(
  definition: Definition,
  path: ScopePath,
  copied: Step[],
): { next: Definition; ids: string[] } {
  const taken = new Set(allSteps(definition).map(({ step }) => step.id));
  const names = new Map<string, string>();
  for (const { step } of allSteps({ ...definition, steps: copied })) {
    const id = freeAmong(taken, step.id.replace(/\d+$/, ""));
    taken.add(id);
    names.set(step.id, id);
  }
  const copies = copied.map((step) => ({ ...renamed(step, names), position: beside(step) }));
  const scope = readScope(definition, path);
  const next = writeScope(definition, path, { ...scope, steps: [...scope.steps, ...copies] });
  return { next, ids: copies.map(({ id }) => id) };
}

const beside = ({ position }: Step) => position && { x: position.x + offset, y: position.y + offset };

function renamed(step: Step, names: ReadonlyMap<string, string>): Step {
  const known = (targets: string[]) => targets.flatMap((id) => names.get(id) ?? []);
  const copy: Step = {
    ...step,
    id: names.get(step.id) ?? step.id,
    inputs: mapped(step.inputs, (binding) => speaking(binding, names)),
    next: mapped(step.next, known),
  };
  if (step.body) {
    copy.body = { next: known(step.body.next), steps: step.body.steps.map((one) => renamed(one, names)) };
  }
  return copy;
}

/** An expression that names a copied step means its copy. */
function speaking(binding: Binding, names: ReadonlyMap<string, string>): Binding {
  if (!("expression" in binding)) return binding;
  const expression = binding.expression.replace(
    /\$(steps|errors)\.([A-Za-z]\w*)/g,
    (_, kind: string, id: string) => `$${kind}.${names.get(id) ?? id}`,
  );
  return { expression };
}

const mapped = <T>(members: Record<string, T>, change: (member: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(members).map(([name, member]) => [name, change(member)]));
