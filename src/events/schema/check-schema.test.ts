import { describe, expect, it } from "vitest";
import { checkSchema, type Schema, SchemaFault } from "./check-schema.ts";
import { linearPattern } from "./linear-pattern.ts";

const faultOf = (schema: Schema): string => {
  try {
    checkSchema(schema);
    return "";
  } catch (error) {
    if (error instanceof SchemaFault) return error.path;
    throw error;
  }
};
const nested = (depth: number): Schema => (depth === 0 ? {} : { items: nested(depth - 1) });
/** Each refers twice to the next: 2 to the 40th once followed. */
const doubling = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [`d${at}`, at === 39 ? {} : { allOf: [ref(at + 1), ref(at + 1)] }]),
);
const chain = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`d${at}`, at === 59 ? {} : ref(at + 1)]));

function ref(at: number): Schema {
  return { $ref: `#/$defs/d${at}` };
}

describe("a schema", () => {
  it("is taken with what events need", () => {
    const money = {
      type: "object",
      properties: { amount: { type: "number", minimum: 0 }, currency: { pattern: "^[A-Z]{3}$" } },
    };
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      required: ["new"],
      properties: { new: { properties: { total: { $ref: "#/$defs/money" }, paid: { $ref: "#/$defs/money" } } } },
      $defs: { money },
    };
    expect(checkSchema(schema)).toEqual({ schemas: 10, patterns: 2 });
  });

  it.each<[string, Schema, string]>([
    ["a remote reference", { $ref: "https://example.test/schema.json" }, "$ref"],
    ["a reference into a file", { $ref: "file:///etc/passwd" }, "$ref"],
    ["a reference to nothing", { properties: { a: { $ref: "#/$defs/none" } } }, "properties.a.$ref"],
    ["a reference to the schema itself", { $ref: "#" }, "$ref"],
    ["a circle of references", { $defs: { d0: ref(1), d1: ref(0) }, ...ref(0) }, "$defs.d0.$ref.$ref.$ref"],
    ["references that double", { $defs: doubling, ...ref(0) }, "any"],
    ["a long way of references", { $defs: chain, ...ref(0) }, "any"],
    ["a keyword that is unknown", { properties: { a: { nullable: true } } }, "properties.a.nullable"],
    ["an id of its own", { $id: "https://example.test/x" }, "$id"],
    ["a name of a prototype as keyword", { toString: {} }, "toString"],
    ["a pattern that looks ahead", { properties: { a: { pattern: "^(?=a)b" } } }, "properties.a.pattern"],
    ["a pattern that refers back", { patternProperties: { "(a)\\1": {} } }, "patternProperties.(a)\\1"],
    ["a pattern that is none", { pattern: "(" }, "pattern"],
    ["a pattern that is too long", { pattern: "a".repeat(501) }, "pattern"],
    ["nesting beyond measure", nested(17), "any"],
    ["more schemas than can be checked", { prefixItems: Array.from({ length: 501 }, () => ({})) }, ""],
    ["unique items without a limit", { properties: { a: { uniqueItems: true } } }, "properties.a.uniqueItems"],
    ["a list where one schema stands", { items: [{}] }, "items"],
    ["one schema where a list stands", { anyOf: {} }, "anyOf"],
    ["text where properties stand", { properties: "a" }, "properties"],
  ])("is refused with %s, naming the place", (_, schema, place) => {
    if (place === "any") expect(() => checkSchema(schema)).toThrow(SchemaFault);
    else expect(() => checkSchema(schema)).toThrow();
    if (place !== "any") expect(faultOf(schema)).toBe(place);
  });

  it("has patterns that a hostile text does not slow down", () => {
    const started = performance.now();
    expect(linearPattern("^(a+)+$").test(`${"a".repeat(50_000)}!`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
