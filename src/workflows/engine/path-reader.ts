/** Reads `$trigger.body.id` and the like without an interpreter: own members of plain objects, nothing else. */
export type Reader = (variables: Readonly<Record<string, unknown>>) => unknown;

const path = /^\$([a-z]+)((?:\.[A-Za-z_][A-Za-z0-9_]*)*)$/;
const text = /^"([^"\\]*)"$/;
const number = /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/;
const words: Record<string, unknown> = { true: true, false: false, null: null };

/** A reader for an expression that is harmless on its face, undefined for any other. */
export function createReader(expression: string): Reader | undefined {
  const source = expression.trim();
  const constant = constantOf(source);
  if (constant) return () => constant.value;
  const match = path.exec(source);
  if (!match) return undefined;
  const [, variable = "", rest = ""] = match;
  const names = rest.split(".").slice(1);
  return (variables) => {
    const found = read(own(variables, variable), names);
    return found.isList ? undefined : found.value;
  };
}

/** Whether the way leads through a list, where JSONata maps over the items: the interpreter's business. */
export function leadsThroughList(expression: string, variables: Readonly<Record<string, unknown>>): boolean {
  const match = path.exec(expression.trim());
  if (!match) return false;
  const [, variable = "", rest = ""] = match;
  return read(own(variables, variable), rest.split(".").slice(1)).isList;
}

function constantOf(source: string): { value: unknown } | undefined {
  if (Object.hasOwn(words, source)) return { value: words[source] };
  if (number.test(source)) return { value: Number(source) };
  const quoted = text.exec(source);
  return quoted ? { value: quoted[1] } : undefined;
}

function read(start: unknown, names: readonly string[]): { value: unknown; isList: boolean } {
  let value = start;
  for (const name of names) {
    if (Array.isArray(value)) return { value: undefined, isList: true };
    value = own(value, name);
  }
  return { value, isList: false };
}

const own = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
