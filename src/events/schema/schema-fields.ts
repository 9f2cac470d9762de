import { deepest, mostFields } from "../seen-fields.ts";
import { definitionAt, isNamed, type Schema } from "./check-schema.ts";

const typeWords: Record<string, string> = { integer: "number", array: "list", null: "unknown" };

/** Dotted paths that a schema describes and their types, in the words of `fieldsOf`. Lists are named, not entered. */
export function fieldsOfSchema(schema: Schema): Record<string, string> {
  const fields: Record<string, string> = {};
  const walk = (part: unknown, path: string, depth: number): void => {
    if (!isNamed(part) || Object.keys(fields).length >= mostFields) return;
    const parts = partsOf(schema, part);
    const named = depth < deepest ? parts.flatMap(({ properties }) => (isNamed(properties) ? [properties] : [])) : [];
    if (named.length === 0 && path !== "" && !Object.hasOwn(fields, path)) fields[path] = typeOf(parts);
    for (const properties of named) {
      for (const [name, inner] of Object.entries(properties)) walk(inner, path ? `${path}.${name}` : name, depth + 1);
    }
  };
  walk(schema, "", 0);
  return fields;
}

/** The schema with those that it takes in: what it refers to, and all or any of which must hold. */
function partsOf(root: Schema, part: Schema): Schema[] {
  const referred = typeof part.$ref === "string" ? [definitionAt(root, part.$ref, "")] : [];
  const joined = [part.allOf, part.anyOf, part.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [part, ...[...referred, ...joined].filter(isNamed).flatMap((inner) => partsOf(root, inner))];
}

function typeOf(parts: Schema[]): string {
  for (const { type, const: only, enum: choices } of parts) {
    const named = [type].flat().find((one) => typeof one === "string" && one !== "null");
    if (typeof named === "string") return typeWords[named] ?? named;
    const [sample] = only === undefined ? (Array.isArray(choices) ? choices : []) : [only];
    if (sample !== undefined && sample !== null && typeof sample !== "object") return typeof sample;
  }
  return "unknown";
}
