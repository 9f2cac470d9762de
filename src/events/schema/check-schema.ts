import { linearPattern } from "./linear-pattern.ts";

export type Schema = Record<string, unknown>;

/** What is wrong with a JSON Schema, and where: `properties.new.pattern`. */
export class SchemaFault extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** What checking a value costs at most: each schema once per value, each pattern once per character. */
export interface SchemaCost {
  schemas: number;
  patterns: number;
}

const deepest = 16;
const longestWay = 32;
const mostSchemas = 500;
const mostUnique = 200;

type Shape = "plain" | "schema" | "schemas" | "named" | "patterns" | "definitions" | "pattern" | "reference" | "unique";

const keywords: Record<string, Shape> = {
  ...shaped("plain", "$schema", "$comment", "title", "description", "default", "examples", "deprecated", "format"),
  ...shaped("plain", "readOnly", "writeOnly", "type", "enum", "const", "required", "dependentRequired"),
  ...shaped("plain", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
  ...shaped("plain", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
  ...shaped("plain", "minContains", "maxContains"),
  ...shaped("schema", "items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else"),
  ...shaped("schemas", "allOf", "anyOf", "oneOf", "prefixItems"),
  ...shaped("named", "properties", "dependentSchemas"),
  ...{ patternProperties: "patterns", $defs: "definitions", definitions: "definitions" },
  ...{ pattern: "pattern", $ref: "reference", uniqueItems: "unique" },
};

function shaped(shape: Shape, ...names: string[]): Record<string, Shape> {
  return Object.fromEntries(names.map((name) => [name, shape]));
}

/**
 * Holds a schema to what can be checked in bounded time: keywords that are known here, references only to definitions of its
 * own and in no circle, patterns of linear time, no more than 500 schemas once references are followed. Throws SchemaFault.
 */
export function checkSchema(schema: Schema): SchemaCost {
  const known = new Map<string, SchemaCost | "open">();
  let following = 0;
  const costOf = (part: unknown, path: string, depth: number): SchemaCost => {
    if (typeof part === "boolean") return { schemas: 1, patterns: 0 };
    if (!isNamed(part)) throw new SchemaFault(path, "write a schema here: an object, or true or false");
    if (depth > deepest) throw new SchemaFault(path, `nest schemas at most ${deepest} deep`);
    const total = { schemas: 1, patterns: 0 };
    for (const [keyword, value] of Object.entries(part)) {
      const at = path === "" ? keyword : `${path}.${keyword}`;
      const shape = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined;
      if (shape === undefined) throw new SchemaFault(at, "this keyword is not taken here; leave it out");
      const inner = works[shape](value, at, part, (below, where) => costOf(below, where, depth + 1), referenced);
      total.schemas += inner.schemas;
      total.patterns += inner.patterns;
      if (total.schemas > mostSchemas) {
        throw new SchemaFault(path, `this comes to more than ${mostSchemas} schemas once references are followed`);
      }
    }
    return total;
  };
  const referenced = (pointer: string, path: string): SchemaCost => {
    const cost = known.get(pointer);
    if (cost === "open") throw new SchemaFault(path, "a $ref may not lead back to itself");
    if (cost) return cost;
    if (++following > longestWay) throw new SchemaFault(path, `follow at most ${longestWay} references in a row`);
    known.set(pointer, "open");
    const found = costOf(definitionAt(schema, pointer, path), path, 0);
    known.set(pointer, found);
    following -= 1;
    return found;
  };
  return costOf(schema, "", 0);
}

type Inner = (part: unknown, path: string) => SchemaCost;
type Work = (
  value: unknown,
  path: string,
  holder: Schema,
  inner: Inner,
  referenced: (pointer: string, path: string) => SchemaCost,
) => SchemaCost;

const nothing: SchemaCost = { schemas: 0, patterns: 0 };
const onePattern: SchemaCost = { schemas: 0, patterns: 1 };

const works: Record<Shape, Work> = {
  plain: () => nothing,
  schema: (value, path, _holder, inner) => inner(value, path),
  schemas: (value, path, _holder, inner) => {
    if (!Array.isArray(value)) throw new SchemaFault(path, "write a list of schemas here");
    return sum(value.map((part, index) => inner(part, `${path}.${index}`)));
  },
  named: (value, path, _holder, inner) => sum(entriesOf(value, path).map(([, part, where]) => inner(part, where))),
  patterns: (value, path, _holder, inner) =>
    sum(
      entriesOf(value, path).flatMap(([pattern, part, where]) => {
        requireLinear(pattern, where);
        return [onePattern, inner(part, where)];
      }),
    ),
  definitions: (value, path, _holder, inner) => {
    for (const [, part, where] of entriesOf(value, path)) inner(part, where);
    return nothing;
  },
  pattern: (value, path) => {
    requireLinear(value, path);
    return onePattern;
  },
  reference: (value, path, _holder, _inner, referenced) => {
    if (typeof value === "string") return referenced(value, path);
    throw new SchemaFault(path, "name one of the schema's own $defs, as in #/$defs/money");
  },
  unique: (value, path, { maxItems }) => {
    if (value === true && !(typeof maxItems === "number" && maxItems <= mostUnique)) {
      throw new SchemaFault(path, `give maxItems of at most ${mostUnique} beside it`);
    }
    return nothing;
  },
};

const sum = (costs: SchemaCost[]): SchemaCost =>
  costs.reduce((a, b) => ({ schemas: a.schemas + b.schemas, patterns: a.patterns + b.patterns }), nothing);

export const isNamed = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function entriesOf(value: unknown, path: string): [name: string, part: unknown, path: string][] {
  if (!isNamed(value)) throw new SchemaFault(path, "write an object of names and schemas here");
  return Object.entries(value).map(([name, part]) => [name, part, `${path}.${name.slice(0, 64)}`]);
}

function requireLinear(pattern: unknown, path: string): void {
  try {
    if (typeof pattern !== "string") throw new SyntaxError("no text");
    linearPattern(pattern);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const limits = "no look-around, no back references, no \\p, no long counts, at most 500 characters";
    throw new SchemaFault(path, `write a pattern that can be checked in linear time: ${limits}`);
  }
}

/** Only `#/$defs/name` and `#/definitions/name`: nothing is ever fetched. */
export function definitionAt(schema: Schema, pointer: string, path: string): unknown {
  const [, holder = "", name = ""] = /^#\/(\$defs|definitions)\/([\w.-]+)$/.exec(pointer) ?? [];
  const definitions = schema[holder];
  if (isNamed(definitions) && Object.hasOwn(definitions, name)) return definitions[name];
  throw new SchemaFault(path, "name one of the schema's own $defs, as in #/$defs/money");
}
