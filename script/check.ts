import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

/** The program of a package, run by this Node whatever the machine's own is. */
function program(name: string, bin: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), bin);
}

const steps: [what: string, file: string, ...args: string[]][] = [
  ["types", program("typescript", "bin/tsc"), "-p", "."],
  ["types of the Console", program("typescript", "bin/tsc"), "-p", "console"],
  ["format and lint", program("@biomejs/biome", "bin/biome"), "check", "."],
  ["import rules", program("dependency-cruiser", "bin/dependency-cruise.mjs"), "--config", ".dependency-cruiser.cjs", "src", "systems"],
  ["dead code", program("knip", "bin/knip.js")],
];

let failed = 0;
for (const [what, file, ...args] of steps) {
  const run = spawnSync(process.execPath, [file, ...args], { cwd: root, encoding: "utf8" });
  const isGood = run.status === 0;
  console.log(`${isGood ? "ok" : "FAILED"}: ${what}`);
  if (isGood) continue;
  failed++;
  console.log(`${run.stdout}${run.stderr}`.trim());
}
process.exit(failed > 0 ? 1 : 0);
