import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { knownVariables } from "../src/config/unknown-variables.ts";
import { loadRegistry } from "../src/define/registry.ts";
import { parseFault } from "../src/expressions/parse.ts";
import { functions } from "../src/workflows/functions/index.ts";
import { inputFault } from "../src/workflows/functions/inputs.ts";
import { systemPages, withMatrix } from "./docs/files.ts";
import { functionPages } from "./docs/function-pages.ts";

const root = new URL("..", import.meta.url);
const registry = await loadRegistry([new URL("systems", root).pathname]);

it.each([
  ["systems", systemPages(registry)],
  ["functions", functionPages(functions)],
])("the pages of docs/reference/%s are those of the registry: run `npm run docs`", (name, pages) => {
  const folder = new URL(`docs/reference/${name}/`, root);
  expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  for (const [file, text] of pages) expect(readFileSync(new URL(file, folder), "utf8"), file).toBe(text);
});

it("the matrix of the README is that of the systems: run `npm run docs`", () => {
  const readme = readFileSync(new URL("README.md", root), "utf8");
  expect(withMatrix(readme, registry)).toBe(readme);
});

it("the README names every setting", () => {
  const readme = readFileSync(new URL("README.md", root), "utf8");
  const names = knownVariables.map((name) => name.replace(/^CREDENZA_BOOTSTRAP(?!_ORG_ID)/, ""));
  expect(names.filter((name) => !readme.includes(name))).toEqual([]);
});

it("a README without the marks is an error", () => {
  expect(() => withMatrix("# Readme", registry)).toThrow(/systems: made by/);
});

describe.each(functions.map((definition) => [definition.id, definition] as const))("%s", (_, definition) => {
  it("has an example whose inputs it takes and whose expressions parse", () => {
    const needed = Object.entries(definition.inputs).filter(
      ([, field]) => field.required && field.defaultValue === undefined,
    );
    expect(Object.keys(definition.inputs)).toEqual(expect.arrayContaining(Object.keys(definition.example)));
    expect(Object.keys(definition.example)).toEqual(expect.arrayContaining(needed.map(([name]) => name)));
    for (const [name, input] of Object.entries(definition.example)) {
      const field = definition.inputs[name];
      if ("expression" in input) expect(parseFault(input.expression), name).toBeUndefined();
      else if (field) expect(inputFault(field, input.value), name).toBeUndefined();
    }
  });
});
