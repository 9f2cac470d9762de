type Schema = Record<string, unknown>;

const deepest = 6;

/** A schema that the sample matches: names and types, what must be there left to the person. */
export function schemaOfSample(sample: unknown, depth = 0): Schema {
  if (sample === null || depth > deepest) return {};
  if (Array.isArray(sample)) {
    return { type: "array", ...(sample.length > 0 ? { items: schemaOfSample(sample[0], depth + 1) } : {}) };
  }
  if (typeof sample !== "object") return { type: typeof sample };
  const members = Object.entries(sample).map(([name, inner]) => [name, schemaOfSample(inner, depth + 1)] as const);
  return { type: "object", properties: Object.fromEntries(members) };
}
