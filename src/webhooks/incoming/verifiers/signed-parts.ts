type Part = { literal: string } | { name: string };
export type Values = Readonly<Record<string, string | Uint8Array>>;

const place = /\{([A-Za-z][A-Za-z0-9]*)\}/g;
const compiled = new Map<string, Part[]>();

/** The parts of a template, filled: what is hashed one after another. Throws for a value that is missing. */
export function fillParts(template: string, values: Values): (string | Uint8Array)[] {
  return parts(template).map((part) => {
    if ("literal" in part) return part.literal;
    const value = values[part.name];
    if (value === undefined) throw new Error(`No value for {${part.name}}`);
    return value;
  });
}

export function fillText(template: string, values: Values): string {
  return fillParts(template, values).map(String).join("");
}

export function namesIn(template: string): string[] {
  return parts(template).flatMap((part) => ("name" in part ? [part.name] : []));
}

/** Templates come from system files only, so the map stays small. */
function parts(template: string): Part[] {
  const held = compiled.get(template);
  if (held) return held;
  const made: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(place)) {
    if (match.index > end) made.push({ literal: template.slice(end, match.index) });
    made.push({ name: match[1] as string });
    end = match.index + match[0].length;
  }
  if (end < template.length) made.push({ literal: template.slice(end) });
  compiled.set(template, made);
  return made;
}
