import { fillTemplate, templateFields } from "../define/template.ts";

/**
 * Headers that a system wants on every request, as names and values in turn, without those that the caller gave. An
 * `Accept` for anything is what programs send when nobody chose one, so it does not count as given.
 */
export function defaultHeaders(
  templates: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, string>>,
  given: readonly string[],
): string[] {
  return Object.entries(templates).flatMap(([written, template]) => {
    const name = written.toLowerCase();
    const isKnown = templateFields(template).every((field) => fields[field]);
    return isKnown && !isGiven(given, name) ? [name, fillTemplate(template, fields)] : [];
  });
}

function isGiven(given: readonly string[], name: string): boolean {
  for (let index = 0; index < given.length; index += 2) {
    if (given[index]?.toLowerCase() === name) return name !== "accept" || given[index + 1] !== "*/*";
  }
  return false;
}
