import type { InputKind } from "../define/function.ts";
import type { Body, Input, Step, Trigger, WorkflowDefinition } from "./definition.ts";
import type { FunctionRegistry } from "./functions/registry.ts";

/** Things of the organization that a definition names by id, beside credentials. */
export const referenceKinds = ["incomingwebhook", "notificationrule", "webhook", "workflow"] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

export const isId = (value: unknown): boolean =>
  typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

export interface Reference {
  kind: ReferenceKind;
  id: string;
  place: string;
  stepId: string | null;
}

type Replace = (reference: Reference) => string | null;

export function referencesOf(definition: WorkflowDefinition, functions: FunctionRegistry): Reference[] {
  const found: Reference[] = [];
  withReferences(definition, functions, (reference) => {
    found.push(reference);
    return reference.id;
  });
  return found;
}

/** The definition with every reference replaced; null takes it away. */
export function withReferences(
  definition: WorkflowDefinition,
  functions: FunctionRegistry,
  replace: Replace,
): WorkflowDefinition {
  const inStep = (step: Step, place: string): Step => ({
    ...step,
    inputs: withInputs(step, place, functions, replace),
    ...(step.body ? { body: inBody(step.body, `${place}.body`) } : {}),
  });
  const inBody = (body: Body, place: string): Body => ({ ...body, steps: inSteps(body.steps, `${place}.steps`) });
  const inSteps = (steps: Step[], place: string): Step[] =>
    steps.map((step, index) => inStep(step, `${place}.${index}`));
  return {
    ...definition,
    trigger: withTrigger(definition.trigger, replace),
    steps: inSteps(definition.steps, "steps"),
  };
}

function withTrigger(trigger: Trigger, replace: Replace): Trigger {
  const at = { stepId: null };
  if (trigger.type === "webhook" && trigger.webhookId) {
    const reference = { ...at, kind: "incomingwebhook" as const, id: trigger.webhookId, place: "trigger.webhookId" };
    return { ...trigger, webhookId: replace(reference) };
  }
  if (trigger.type === "notification" && trigger.ruleId) {
    const reference = { ...at, kind: "notificationrule" as const, id: trigger.ruleId, place: "trigger.ruleId" };
    return { ...trigger, ruleId: replace(reference) };
  }
  return trigger;
}

function withInputs(step: Step, place: string, functions: FunctionRegistry, replace: Replace): Record<string, Input> {
  const fields = functions.find(step.function)?.inputs ?? {};
  const entries = Object.entries(step.inputs).map(([name, input]): [string, Input] => {
    const kind = kindOf(Object.hasOwn(fields, name) ? fields[name]?.kind : undefined);
    if (kind === undefined || !("value" in input) || typeof input.value !== "string" || input.value === "")
      return [name, input];
    return [name, { value: replace({ kind, id: input.value, place: `${place}.inputs.${name}`, stepId: step.id }) }];
  });
  return Object.fromEntries(entries);
}

/** The kinds of inputs that hold an id have the names of what they name. */
const kindOf = (kind: InputKind | undefined): ReferenceKind | undefined => referenceKinds.find((one) => one === kind);
