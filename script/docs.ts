import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadRegistry } from "../src/define/registry.ts";
import { functions } from "../src/workflows/functions/index.ts";
import { systemPages, withMatrix } from "./docs/files.ts";
import { functionPages } from "./docs/function-pages.ts";

const root = new URL("..", import.meta.url).pathname;
const reference = join(root, "docs/reference");

/** Writes the reference pages of the systems and of the functions, and the matrix of the README. */
const registry = await loadRegistry([join(root, "systems")]);
const systems = systemPages(registry);
const ofFunctions = functionPages(functions);
await writePages("systems", systems);
await writePages("functions", ofFunctions);
const readme = join(root, "README.md");
await writeFile(readme, withMatrix(await readFile(readme, "utf8"), registry));
process.stdout.write(`docs: ${systems.size + ofFunctions.size} pages\n`);

/** The folder holds these pages afterwards, and no other. */
async function writePages(name: string, pages: Map<string, string>): Promise<void> {
  const folder = join(reference, name);
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) if (!pages.has(file)) await rm(join(folder, file));
  for (const [file, text] of pages) await writeFile(join(folder, file), text);
}
