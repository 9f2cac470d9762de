import { z } from "zod";
import { Secret } from "../vault/secret.ts";
import type { Field } from "./fields.ts";

const longestValue = 4096;

/** Schema of one field's value as a request carries it: tidied, checked, and boxed when it is secret. */
export function fieldSchema(field: Field): z.ZodType<string | Secret, string> {
  if (field.kind === "select")
    return z.enum((field.options ?? []).map((option) => option.value) as [string, ...string[]]);
  const checked = z
    .string({
      error: (issue) =>
        issue.input === undefined ? `Give ${words(field)}.` : `${capital(words(field))} must be text.`,
    })
    .overwrite((value) => (field.trim === false ? value : tidy(value)))
    .refine((value) => value.length >= (field.minLength ?? 1), lengthMessage(field))
    .refine(
      (value) => value.length <= (field.maxLength ?? longestValue),
      `Use at most ${field.maxLength ?? longestValue} characters.`,
    )
    .refine((value) => matches(field, value), field.patternMessage ?? `This does not look like ${words(field)}.`)
    .meta(describe(field));
  return field.secret ? (checked.transform((value) => new Secret(value)) as z.ZodType<Secret, string>) : checked;
}

/** Removes what pasting adds: spaces, line breaks at the ends, and one pair of quotes round the value. */
export function tidy(value: string): string {
  const trimmed = value.trim();
  const quoted = /^(["'`])(.+)\1$/s.exec(trimmed);
  return quoted?.[2]?.trim() ?? trimmed;
}

const words = (field: Field): string => `the ${field.label.toLowerCase()}`;
export const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

const lengthMessage = (field: Field): string =>
  (field.minLength ?? 1) === 1 ? `Give ${words(field)}.` : `Use at least ${field.minLength} characters.`;

function matches(field: Field, value: string): boolean {
  if (field.kind === "url" && !isWebUrl(value)) return false;
  return field.pattern === undefined || new RegExp(field.pattern, "u").test(value);
}

function isWebUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
}

/** JSON Schema annotations; a secret is `writeOnly`. */
function describe(field: Field): Record<string, unknown> {
  return {
    title: field.label,
    minLength: field.minLength ?? 1,
    maxLength: field.maxLength ?? longestValue,
    ...(field.help ? { description: field.help } : {}),
    ...(field.secret ? { writeOnly: true } : {}),
    ...(field.pattern ? { pattern: field.pattern } : {}),
  };
}
