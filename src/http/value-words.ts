import type { z } from "zod";

/** What a field takes, where its schema does not say it itself. Names types, limits and choices, never the value. */
export function valueWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return wordsOfType[issue.expected];
    case "invalid_value":
      return `Use ${issue.values.length > 1 ? "one of " : ""}${issue.values.join(", ")}.`;
    case "too_big":
      return limitWords("at most", issue.origin, issue.maximum);
    case "too_small":
      return limitWords("at least", issue.origin, issue.minimum);
    case "invalid_format":
      return wordsOfFormat[issue.format];
    case "invalid_union":
      return choiceWords(issue.errors);
    default:
      return undefined;
  }
}

const wordsOfType: Partial<Record<string, string>> = {
  string: "Give a text.",
  number: "Give a number.",
  int: "Give a whole number.",
  boolean: "Use true or false.",
  array: "Give a list.",
  object: "Give an object.",
  record: "Give an object.",
};

const wordsOfFormat: Partial<Record<string, string>> = {
  uuid: "Use an id as the API gives it (a UUID).",
  datetime: "Use a time in UTC, such as 2026-01-31T09:30:00Z.",
  url: "Use a full URL, such as https://example.com/path.",
  email: "Use an email address, such as ada@example.com.",
};

const unitOf: Partial<Record<string, string>> = { string: " character", array: " item" };

function limitWords(words: string, origin: string, limit: number | bigint): string {
  const unit = unitOf[origin];
  return `Use ${words} ${limit}${unit === undefined ? "" : `${unit}${Number(limit) === 1 ? "" : "s"}`}.`;
}

/** Of a value that may be one of several types. */
function choiceWords(choices: readonly (readonly z.core.$ZodIssue[])[]): string | undefined {
  const names = choices.flatMap((issues) => issues.flatMap((issue) => typeNames(issue)));
  const known = [...new Set(names)];
  return known.length === 0 ? undefined : `Give ${known.join(" or ")}.`;
}

const nameOfType: Partial<Record<string, string>> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

function typeNames(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_union") return issue.errors.flat().flatMap(typeNames);
  const name = issue.code === "invalid_type" && issue.path.length === 0 ? nameOfType[issue.expected] : undefined;
  return name === undefined ? [] : [name];
}
