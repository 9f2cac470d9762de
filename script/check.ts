import { spawn } from "node:child_process";
import { join } from "node:path";
import { checkImports } from "./import-rules.ts";
import { checkSources } from "./source-rules.ts";

interface Outcome {
  ok: boolean;
  output: string;
}

const root = join(import.meta.dirname, "..");
const fewestFiles = 100;

const steps: Record<string, () => Promise<Outcome>> = {
  "types of the server": () => tool("typescript/bin/tsc", ["-p", "."]),
  "types of the Console": () => tool("typescript/bin/tsc", ["-p", "console"]),
  "format and lint": () => tool("@biomejs/biome/bin/biome", ["check"]),
  "import rules": importRules,
  "source rules": async () => found(checkSources(root)),
  "unused files, exports and dependencies": () => tool("knip/bin/knip.js", ["--no-progress"]),
};

function tool(file: string, args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [join(root, "node_modules", file), ...args], { cwd: root });
  return new Promise((resolve) => {
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

/** Without a parser for TypeScript the tool reads nothing and finds nothing: then the check must fail too. */
async function importRules(): Promise<Outcome> {
  const { files, violations } = await checkImports(root);
  if (files < fewestFiles) return { ok: false, output: `Only ${files} files were read. Is @swc/core installed?` };
  return found(violations);
}

function found(violations: string[]): Outcome {
  return { ok: violations.length === 0, output: violations.join("\n") };
}

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  const startedMs = performance.now();
  const { ok, output } = await step().catch((error: unknown): Outcome => ({ ok: false, output: String(error) }));
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${ok ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (ok) continue;
  failed += 1;
  console.log(output.trimEnd().replaceAll(/^/gm, "       "));
}
console.log(`check: ${Object.keys(steps).length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
