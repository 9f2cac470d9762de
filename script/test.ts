import { existsSync } from "node:fs";
import { startVitest, type TestCase, type TestModule, type TestSuite } from "vitest/node";
import { buildConsole } from "../src/console-build.ts";

/** Runs every test once, real browser included, and ends with a line `N passed, N failed`. */
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const browser = process.env.CHROMIUM_PATH ?? browsers.find((path) => existsSync(path));
if (!browser || !existsSync(browser)) {
  console.error(
    "The browser tests need Chromium. Install it (Debian: apt-get install chromium), or name one in CHROMIUM_PATH.",
  );
  console.error("0 passed, 1 failed");
  process.exit(1);
}

await buildConsole((line) => console.log(line));
const vitest = await startVitest("test", process.argv.slice(2), { watch: false, run: true });
const tests = vitest.state.getFiles().flatMap((file) => [...testsOf(vitest.state.getReportedEntity(file))]);
const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
const brokenFiles = vitest.state
  .getFiles()
  .filter((file) => file.result?.state === "fail" && count("failed") === 0).length;
const failed = count("failed") + brokenFiles + vitest.state.getUnhandledErrors().length;
const skipped = count("skipped");
await vitest.close();
console.log(`${count("passed")} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 || count("passed") === 0 ? 1 : 0);

function* testsOf(entity: TestCase | TestModule | TestSuite | undefined): Iterable<TestCase> {
  if (entity && "children" in entity) yield* entity.children.allTests();
}
