import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadRegistry } from "../src/define/registry.ts";
import { systemPages, withMatrix } from "./docs/files.ts";

const root = new URL("..", import.meta.url).pathname;
const folder = join(root, "docs/reference/systems");

/** Writes the reference pages of the systems and the matrix of the README from the files in `systems/`. */
const registry = await loadRegistry([join(root, "systems")]);
const pages = systemPages(registry);
await mkdir(folder, { recursive: true });
for (const name of await readdir(folder)) if (!pages.has(name)) await rm(join(folder, name));
for (const [name, text] of pages) await writeFile(join(folder, name), text);
const readme = join(root, "README.md");
await writeFile(readme, withMatrix(await readFile(readme, "utf8"), registry));
process.stdout.write(`docs: ${pages.size} pages\n`);
