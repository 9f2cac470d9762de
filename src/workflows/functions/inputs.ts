import { type FunctionDefinition, type InputField, StepFailure } from "../../define/function.ts";
import { isId } from "../references.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const kinds: Record<InputField["kind"], [Check, string]> = {
  text: [isText, "text"],
  multiline: [isText, "text"],
  number: [(value) => typeof value === "number" && Number.isFinite(value), "a number"],
  boolean: [(value) => typeof value === "boolean", "true or false"],
  select: [isText, "one of the choices"],
  json: [() => true, "any value"],
  list: [Array.isArray, "a list"],
  time: [(value) => isText(value) && !Number.isNaN(Date.parse(value as string)), "a time such as 2026-01-31T09:00:00Z"],
  workflow: [isId, "the id of a workflow"],
  incomingwebhook: [isId, "the id of an incoming webhook"],
  webhook: [isId, "the id of an outgoing webhook"],
};

export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

/** What is wrong with one input's value, in words without the value; undefined when it fits. */
export function inputFault(field: InputField, value: unknown): string | undefined {
  if (!isGiven(value)) return field.required ? `Give ${field.label.toLowerCase()}.` : undefined;
  const [fits, words] = kinds[field.kind];
  if (!fits(value)) return `This must be ${words}.`;
  if (field.kind === "select" && !field.options?.some((option) => option.value === value)) {
    return `Use one of: ${field.options?.map((option) => option.value).join(", ")}.`;
  }
  return typeof value === "number" ? rangeFault(field, value) : undefined;
}

function rangeFault({ min, max }: InputField, value: number): string | undefined {
  if (value >= (min ?? value) && value <= (max ?? value)) return undefined;
  const [from, to] = [min, max].map((limit) => limit?.toLocaleString("en"));
  return min === undefined ? `Use ${to} at most.` : `Use a number from ${from} to ${to}.`;
}

/** The inputs with their defaults. A number that stands in a text field becomes text. Throws StepFailure naming the input. */
export function completeInputs(
  definition: FunctionDefinition,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const complete: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(definition.inputs)) {
    const value = asText(field, given[name] ?? field.defaultValue);
    const fault = inputFault(field, value);
    if (fault) throw new StepFailure("input_invalid", `${field.label}: ${fault}`);
    if (isGiven(value)) complete[name] = value;
  }
  return complete;
}

const asText = (field: InputField, value: unknown): unknown =>
  (field.kind === "text" || field.kind === "multiline") && (typeof value === "number" || typeof value === "boolean")
    ? String(value)
    : value;
