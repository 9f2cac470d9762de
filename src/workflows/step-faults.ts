import type { FunctionDefinition, InputField, InputKind } from "../define/function.ts";
import type { Input, Step, WorkflowDefinition } from "./definition.ts";
import { expressionFaults } from "./expression-faults.ts";
import { type Fault, fault, warning } from "./faults.ts";
import { inputFault, isGiven } from "./functions/inputs.ts";
import type { FunctionRegistry } from "./functions/registry.ts";
import type { Scope } from "./graph.ts";
import type { Knowledge } from "./knowledge.ts";

interface Checked {
  scope: Scope;
  step: Step;
  index: number;
  definition: WorkflowDefinition;
  functions: FunctionRegistry;
  known: Knowledge;
}

export function stepFaults(checked: Checked): Fault[] {
  const { scope, step, index, functions } = checked;
  const place = `${scope.path}.${index}`;
  const definition = functions.find(step.function);
  if (!definition) {
    return [
      fault("unknown_function", `${place}.function`, step.id, "There is no such function. Choose one from the list."),
    ];
  }
  return [
    ...credentialFaults(checked, definition, place),
    ...bodyFaults(step, definition, place),
    ...Object.entries(definition.inputs).flatMap(([name, field]) => {
      if (step.inputs[name] || !field.required || field.defaultValue !== undefined) return [];
      return [fault("input_missing", `${place}.inputs.${name}`, step.id, `Give ${field.label.toLowerCase()}.`)];
    }),
    ...choiceFaults(step, definition, place),
    ...Object.entries(step.inputs).flatMap(([name, input]) =>
      oneInput(checked, definition, name, input, `${place}.inputs.${name}`),
    ),
  ];
}

function choiceFaults(step: Step, { needsOneOf, inputs }: FunctionDefinition, place: string): Fault[] {
  const [first] = needsOneOf ?? [];
  if (!needsOneOf || !first) return [];
  const isAnyGiven = needsOneOf.some((name) => {
    const input = step.inputs[name];
    return input && ("expression" in input || isGiven(input.value));
  });
  if (isAnyGiven) return [];
  const labels = needsOneOf.map((name) => inputs[name]?.label.toLowerCase()).join(" or ");
  return [fault("input_missing", `${place}.inputs.${first}`, step.id, `Give ${labels}.`)];
}

function oneInput(
  checked: Checked,
  definition: FunctionDefinition,
  name: string,
  input: Input,
  place: string,
): Fault[] {
  const { step, known } = checked;
  const field = Object.hasOwn(definition.inputs, name) ? definition.inputs[name] : undefined;
  if (!field) return [fault("unknown_input", place, step.id, "The function has no such input. Remove it.")];
  if ("expression" in input) return expressionFaults(input.expression, place, step.id, checked.definition, known);
  const wrong = inputFault(field, input.value);
  if (!wrong) return isGiven(input.value) ? referenceFaults(field, input.value, place, step.id, known) : [];
  return [fault(isGiven(input.value) ? "input_invalid" : "input_missing", place, step.id, wrong)];
}

const unusable: Partial<Record<InputKind, [name: string, state: string]>> = {
  incomingwebhook: ["incoming webhook", "is deactivated: no message will come"],
  webhook: ["outgoing webhook", "is switched off: the step will fail"],
  workflow: ["workflow", "is disabled or has another trigger: the step will fail"],
};

/** An input that names a thing of the organization by its id. */
function referenceFaults(field: InputField, value: unknown, place: string, stepId: string, known: Knowledge): Fault[] {
  const words = unusable[field.kind];
  if (!words) return [];
  const found = known.references.get(String(value));
  if (found?.kind !== field.kind)
    return [fault("reference_unknown", place, stepId, `This ${words[0]} is gone. Choose another one.`)];
  return found.active ? [] : [warning("reference_inactive", place, stepId, `The ${words.join(" ")}.`)];
}

function bodyFaults(step: Step, definition: FunctionDefinition, place: string): Fault[] {
  if (!definition.loop) {
    const words = "Only a loop has steps of its own. Remove them.";
    return step.body ? [fault("body_not_allowed", `${place}.body`, step.id, words)] : [];
  }
  const faults: Fault[] = [];
  if ((step.body?.next.length ?? 0) === 0)
    faults.push(fault("body_missing", `${place}.body`, step.id, "Put at least one step into the loop."));
  if (step.retry || step.timeoutSeconds !== undefined) {
    const words = "A loop is not tried again or timed as a whole. Set this on the steps inside it.";
    faults.push(fault("retry_not_allowed", `${place}.${step.retry ? "retry" : "timeoutSeconds"}`, step.id, words));
  }
  return faults;
}

function credentialFaults({ step, known }: Checked, definition: FunctionDefinition, at: string): Fault[] {
  const place = `${at}.credentialId`;
  const { credential: wanted } = definition;
  if (!wanted) {
    return isGiven(step.credentialId)
      ? [fault("credential_wrong_type", place, step.id, "This function takes no credential. Remove it.")]
      : [];
  }
  if (!isGiven(step.credentialId)) {
    return wanted.optional ? [] : [fault("credential_missing", place, step.id, "Choose a credential.")];
  }
  const found = known.credentials.get(step.credentialId ?? "");
  if (!found) {
    return [fault("credential_unknown", place, step.id, "This credential is gone. Choose another one.")];
  }
  const callable = known.registry.type(found.destination, found.type)?.authorize !== undefined;
  if (!callable || (wanted.destinations && !wanted.destinations.includes(found.destination))) {
    const words = wanted.destinations
      ? `Choose a credential for ${wanted.destinations.join(" or ")}.`
      : "Choose a credential of a system that can be called.";
    return [fault("credential_wrong_type", place, step.id, words)];
  }
  if (found.status === "DISABLED") {
    return [warning("credential_disabled", place, step.id, "The credential is disabled: the step will fail.")];
  }
  return [];
}
