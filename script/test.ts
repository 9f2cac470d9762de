import { startVitest } from "vitest/node";
import { buildConsole } from "../src/console-build.ts";
import { findBrowser } from "./browser.ts";
import { type Counts, countTests, summaryLine } from "./test-count.ts";

const browserTests = ["**/*.browser.test.ts", "test/browser/**", "**/node_modules/**"];

/** Runs every test once, real browser included, and ends with a line `N passed, N failed`. */
async function runTests(filters: string[]): Promise<Counts> {
  const withoutBrowser = process.env.CREDENZA_SKIP_BROWSER === "1";
  const browser = findBrowser(process.env);
  if (!browser && !withoutBrowser) {
    console.error(
      "The browser tests need Chromium or Chrome, and none was found. Install it (Debian: apt-get install chromium), " +
        "name it in CHROMIUM_PATH, or leave these tests out with CREDENZA_SKIP_BROWSER=1.",
    );
    return { passed: 0, failed: 1, skipped: 0 };
  }
  process.env.CHROMIUM_PATH = browser ?? "";
  await buildConsole((line) => console.log(line));
  const vitest = await startVitest("test", filters, {
    watch: false,
    run: true,
    ...(withoutBrowser && { exclude: browserTests }),
  });
  const counts = countTests(vitest.state.getTestModules(), vitest.state.getUnhandledErrors().length);
  await vitest.close();
  return counts;
}

const counts = await runTests(process.argv.slice(2)).catch((error: unknown): Counts => {
  console.error(error);
  return { passed: 0, failed: 1, skipped: 0 };
});
console.log(summaryLine(counts));
process.exit(counts.failed > 0 ? 1 : 0);
