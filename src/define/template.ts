const place = /\{([A-Za-z][A-Za-z0-9]*)\}/g;

/** The `{name}` places of a template, in order. */
export const templateFields = (template: string): string[] =>
  [...template.matchAll(place)].map((match) => match[1] ?? "");

/** Fills every place; throws when a value is missing, so that nothing leaves half filled. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(place, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value for {${name}}`);
    return value;
  });
}
