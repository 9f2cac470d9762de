import type { Field } from "../../lib/types.ts";

export function expression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

/** What is wrong with a value, in words; undefined when nothing is. The server decides anyway. */
export function faultOf(field: Field, value: string): string | undefined {
  if (value === "") return field.required ? `${field.label} is needed.` : undefined;
  if (field.minLength && value.length < field.minLength)
    return `${field.label} has at least ${field.minLength} characters.`;
  if (field.maxLength && value.length > field.maxLength)
    return `${field.label} has at most ${field.maxLength} characters.`;
  if (field.pattern && expression(field.pattern)?.test(value) === false) {
    return field.patternMessage ?? `${field.label} does not look right. Check that you copied all of it.`;
  }
  return undefined;
}

/** A remark that does not stop saving, e.g. a live key where a test key belongs. */
export const warningOf = (field: Field, value: string, destination: string | null): string | undefined =>
  field.warnings?.find(
    ({ pattern, destinations }) =>
      value !== "" && (destinations?.includes(destination ?? "") ?? true) && expression(pattern)?.test(value),
  )?.message;
