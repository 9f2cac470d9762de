export const deepest = 5;
export const mostFields = 300;

/** Dotted paths of an event's data and the types of their values. Lists are named, not entered. */
export function fieldsOf(data: Readonly<Record<string, unknown>>): Record<string, string> {
  const fields: Record<string, string> = {};
  const walk = (value: unknown, path: string, depth: number): void => {
    if (Object.keys(fields).length >= mostFields) return;
    if (typeof value === "object" && value !== null && !Array.isArray(value) && depth < deepest) {
      for (const [name, inner] of Object.entries(value)) walk(inner, path === "" ? name : `${path}.${name}`, depth + 1);
    } else if (path !== "") fields[path] = typeName(value);
  };
  walk(data, "", 0);
  return fields;
}

const typeName = (value: unknown): string => {
  if (Array.isArray(value)) return "list";
  return value === null ? "unknown" : typeof value === "object" ? "object" : typeof value;
};
