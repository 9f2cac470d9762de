import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findBrowser } from "./browser.ts";
import { summaryLine } from "./test-count.ts";

test("the last line says passed and failed, and skipped only when there are some", () => {
  expect(summaryLine({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
  expect(summaryLine({ passed: 3, failed: 1, skipped: 2 })).toBe("3 passed, 1 failed, 2 skipped");
});

test("passed, failed and skipped tests, broken files and stray errors are counted", () => {
  const counted = countOf({
    "a.test.ts":
      'import { test } from "vitest"; test("a", () => {}); test("b", () => { throw new Error(); }); test.skip("c", () => {});',
    "broken.test.ts": 'import "./missing.ts";',
    "hook.test.ts":
      'import { beforeAll, test } from "vitest"; beforeAll(() => { throw new Error(); }); test("d", () => {});',
    "stray.test.ts": 'import { test } from "vitest"; test("e", () => { Promise.reject(new Error()); });',
  });
  expect(counted).toEqual({ passed: 2, failed: 4, skipped: 2 });
});

test("nothing run at all is a failure", () => {
  expect(countOf({})).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a browser that CHROMIUM_PATH names must be there; else the first of PATH is taken", () => {
  expect(findBrowser({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath);
  expect(findBrowser({ CHROMIUM_PATH: "/nowhere/chromium", PATH: process.env.PATH })).toBeUndefined();
  const folder = mkdtempSync(join(tmpdir(), "credenza-browser-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "chromium"), "", { mode: 0o755 });
  expect(findBrowser({ PATH: `/nowhere:${folder}` })).toBe(join(folder, "chromium"));
});

/** Counts a run of these test files in a process of its own. */
function countOf(files: Record<string, string>): unknown {
  const root = mkdtempSync(join(import.meta.dirname, "..", "node_modules", ".count-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const program = `
    import { startVitest } from "vitest/node";
    import { countTests } from ${JSON.stringify(join(import.meta.dirname, "test-count.ts"))};
    const vitest = await startVitest("test", [], { root: ${JSON.stringify(root)}, config: false, watch: false, run: true, exclude: [], reporters: [{}] });
    const counts = countTests(vitest.state.getTestModules(), vitest.state.getUnhandledErrors().length);
    await vitest.close();
    console.log("COUNTS " + JSON.stringify(counts));
    process.exit(0);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
    cwd: join(import.meta.dirname, ".."),
  });
  const line = /^COUNTS (.*)$/m.exec(stdout)?.[1];
  if (line === undefined) throw new Error(stdout + stderr);
  return JSON.parse(line);
}
