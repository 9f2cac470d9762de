import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadRegistry } from "../src/define/registry.ts";
import { systemPages, withMatrix } from "./docs/files.ts";

const root = new URL("..", import.meta.url);
const registry = await loadRegistry([new URL("systems", root).pathname]);
const folder = new URL("docs/reference/systems/", root);

it("the pages of docs/reference/systems are those of the systems: run `npm run docs`", () => {
  const pages = systemPages(registry);
  expect(readdirSync(folder).toSorted()).toEqual([...pages.keys()].toSorted());
  for (const [name, text] of pages) expect(readFileSync(new URL(name, folder), "utf8"), name).toBe(text);
});

it("the matrix of the README is that of the systems: run `npm run docs`", () => {
  const readme = readFileSync(new URL("README.md", root), "utf8");
  expect(withMatrix(readme, registry)).toBe(readme);
});

it("a README without the marks is an error", () => {
  expect(() => withMatrix("# Readme", registry)).toThrow(/systems: made by/);
});
