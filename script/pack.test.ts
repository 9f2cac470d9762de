import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packedProgram } from "./pack.cjs";

const root = join(import.meta.dirname, "..");

/** A project of two files, with the packages of this one unless told otherwise. */
async function project({ hasPackages = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "credenza-pack-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["src/define", "src/cli", "systems", "sdk", "script"])
    mkdirSync(join(folder, name), { recursive: true });
  await cp(join(root, "script/pack.ts"), join(folder, "script/pack.ts"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "package-lock.json"), "{}");
  writeFileSync(
    join(folder, "src/main.ts"),
    'import { word } from "./define/index.ts";\nconsole.log(word as string);\n',
  );
  writeFileSync(join(folder, "src/cli/main.ts"), 'import "../define/index.ts";\n');
  writeFileSync(join(folder, "src/define/index.ts"), 'export const word = "ran";\n');
  writeFileSync(
    join(folder, "systems/one.ts"),
    'import { word } from "../src/define/index.ts";\nexport default word;\n',
  );
  if (hasPackages) symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const packed = (file: string): string => packedProgram(folder, process.execPath, file);
  return { folder, packed, main: () => packed("src/main.ts"), packs: () => readdirSync(join(folder, "dist")) };
}

test("the server is packed once, with its system files, and again when a source has changed", async () => {
  const { folder, packed, main, packs } = await project();
  const first = main();
  expect(first).toMatch(/dist\/[0-9a-f]{16}\/main\.js$/);
  expect(existsSync(join(first, "../systems/one.js"))).toBe(true);
  expect(main()).toBe(first);
  expect(packed("src/cli/main.ts"), "the command line is packed with it").toBe(join(first, "../cli.js"));
  expect(packs()).toHaveLength(1);

  utimesSync(join(folder, "src/define/index.ts"), 1, 1);
  const second = main();
  expect(second).not.toBe(first);
  expect(packs()).toHaveLength(2);

  utimesSync(join(folder, "systems/one.ts"), 1, 1);
  const third = main();
  expect([existsSync(first), existsSync(second), existsSync(third)], "one pack before the last is kept").toEqual([
    false,
    true,
    true,
  ]);
});

test("a test file is not a source of the server", async () => {
  const { folder, main } = await project();
  const packed = main();
  writeFileSync(join(folder, "src/main.test.ts"), "");
  expect(main()).toBe(packed);
});

test("what cannot be packed runs from its sources", async () => {
  const broken = await project();
  writeFileSync(join(broken.folder, "src/main.ts"), 'import "./missing.ts";\n');
  expect(broken.main()).toBe(join(broken.folder, "src/main.ts"));

  const bare = await project({ hasPackages: false });
  expect(bare.main()).toBe(join(bare.folder, "src/main.ts"));
});
