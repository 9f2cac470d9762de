import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

const packages = {
  "": { name: "small" },
  "node_modules/needed": { version: "1.0.0" },
  "node_modules/for-tests": { version: "1.0.0", dev: true },
  "node_modules/programs-here": { version: "1.0.0", optional: true, os: [process.platform], cpu: [process.arch] },
  "node_modules/programs-elsewhere": { version: "1.0.0", optional: true, os: ["aix"], cpu: ["ppc64"] },
};
const { "node_modules/programs-elsewhere": _, ...packagesHere } = packages;

/** Stands in for npm: notes each call, and "installs" by writing npm's own note of what is there. */
const fakeNpm = `
const fs = require("fs");
fs.appendFileSync(process.env.CALLS, process.argv.slice(2).join(" ") + "\\n");
if (process.argv[2] === "--version") { console.log(process.env.NPM_VERSION || "10.0.0"); process.exit(0); }
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
if (process.env.NPM_FAILS) { console.error("npm error network"); process.exit(1); }
if (process.env.LOCK_LACKS && process.argv[2] === "ci") { console.error("npm error Missing: other@ from lock file"); process.exit(1); }
fs.mkdirSync("node_modules", { recursive: true });
fs.writeFileSync("node_modules/.package-lock.json", process.env.INSTALLED);
`;

interface Project {
  root: string;
  /** Runs script/run.cjs on a file that prints "ran" and its arguments. */
  run(file?: string, env?: Record<string, string>): { status: number | null; output: string };
  env(extra?: Record<string, string>): Record<string, string>;
  installs(): number;
  note(installed: object): void;
}

function project(): Project {
  const root = mkdtempSync(join(tmpdir(), "credenza-install-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const calls = join(root, "calls");
  writeFileSync(calls, "");
  for (const name of ["run.cjs", "install.cjs", "pack.cjs"])
    cpSync(join(import.meta.dirname, name), join(root, "script", name));
  for (const folder of ["src", "script"]) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(
      join(root, folder, "main.ts"),
      'const words: string[] = process.argv.slice(2);\nconsole.log("ran", ...words);\nprocess.exitCode = words.length;\n',
    );
  }
  writeFileSync(join(root, "npm-cli.js"), fakeNpm);
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages }));
  const env = (extra = {}) => ({
    PATH: process.env.PATH ?? "",
    npm_execpath: join(root, "npm-cli.js"),
    CALLS: calls,
    INSTALLED: JSON.stringify({ packages: packagesHere }),
    ...extra,
  });
  return {
    root,
    env,
    run: (file = "src/main.ts", extra = {}) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(root, "script", "run.cjs"), file, "one", "two"],
        { encoding: "utf8", env: env(extra) },
      );
      return { status, output: stdout + stderr };
    },
    installs: () => readFileSync(calls, "utf8").match(/^ci /gm)?.length ?? 0,
    note: (installed) => {
      mkdirSync(join(root, "node_modules"), { recursive: true });
      writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages: installed }));
    },
  };
}

describe("script/run.cjs", () => {
  test("installs what is missing, once, then runs the file with its arguments and its exit code", () => {
    const { run, installs } = project();
    const first = run();
    expect(first.status).toBe(2);
    expect(first.output).toContain("ran one two");
    expect(first.output).toContain("Installing");
    expect(run().output).toBe("ran one two\n");
    expect(installs()).toBe(1);
  });

  test("installs again when the lock file changed", () => {
    const { root, run, installs } = project();
    run();
    const changed = { ...packages, "node_modules/needed": { version: "1.0.1" } };
    writeFileSync(join(root, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages: changed }));
    run();
    expect(installs()).toBe(2);
  });

  test("runs no install script: npm gets --ignore-scripts", () => {
    const { root, run } = project();
    run();
    expect(readFileSync(join(root, "calls"), "utf8")).toMatch(/^ci .*--ignore-scripts/m);
  });

  test("what npm installed by hand is good as it is", () => {
    const { run, installs, note } = project();
    note(packagesHere);
    expect(run().output).toBe("ran one two\n");
    expect(installs()).toBe(0);
  });

  test("without development packages the server starts, and the tests install them", () => {
    const { run, installs, note } = project();
    const { "node_modules/for-tests": _dev, ...production } = packagesHere;
    note(production);
    expect(run("src/main.ts").output).toBe("ran one two\n");
    expect(installs()).toBe(0);
    run("script/main.ts");
    expect(installs()).toBe(1);
  });

  test("programs for this machine that npm left out are installed", () => {
    const { run, installs, note } = project();
    const { "node_modules/programs-here": _programs, ...without } = packagesHere;
    note(without);
    run();
    expect(installs()).toBe(1);
  });

  test("two runs at once install once, and both run", async () => {
    const { root, env, installs } = project();
    const runs = [1, 2].map(() =>
      spawn(process.execPath, [join(root, "script", "run.cjs"), "src/main.ts", "one"], { env: env(), stdio: "ignore" }),
    );
    expect((await Promise.all(runs.map((child) => once(child, "exit")))).map(([code]) => code)).toEqual([1, 1]);
    expect(installs()).toBe(1);
    expect(existsSync(join(root, ".install-lock"))).toBe(false);
  });

  test("the lock of a run that was killed does not stop the next one", () => {
    const { root, run, installs } = project();
    const { pid } = spawnSync(process.execPath, ["--version"]);
    mkdirSync(join(root, ".install-lock"));
    writeFileSync(join(root, ".install-lock", "pid"), String(pid));
    expect(run().output).toContain("ran one two");
    expect(installs()).toBe(1);
  });

  test("a failed installation ends it with words, and the next run tries again", () => {
    const { run, installs } = project();
    const failed = run("src/main.ts", { NPM_FAILS: "1" });
    expect(failed.status).toBe(1);
    expect(failed.output).toContain("could not be installed");
    expect(failed.output).toContain("npm error network");
    expect(failed.output).not.toContain("ran");
    expect(run().output).toContain("ran one two");
    expect(installs()).toBe(2);
  });

  test("a lock file without other systems' packages is good enough, and says nothing", () => {
    const { root, run } = project();
    const { output } = run("src/main.ts", { LOCK_LACKS: "1" });
    expect(output).toContain("ran one two");
    expect(output).not.toContain("npm error");
    expect(readFileSync(join(root, "calls"), "utf8")).toMatch(/^install --no-save .*--ignore-scripts/m);
  });

  test("an npm that is too old is named with the mend", () => {
    const { status, output } = project().run("src/main.ts", { NPM_VERSION: "6.14.4" });
    expect(status).toBe(1);
    expect(output).toContain("npm 6.14.4 is too old");
    expect(output).toContain("npm install -g npm@8");
  });

  test("signals reach the program, and its end is the end of the run", async () => {
    const { root, env, run } = project();
    run();
    writeFileSync(
      join(root, "src", "wait.ts"),
      'process.on("SIGTERM", () => process.exit(7));\nconsole.log("up");\nsetInterval(() => {}, 1000);\n',
    );
    const child = spawn(process.execPath, [join(root, "script", "run.cjs"), "src/wait.ts"], { env: env() });
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    expect((await once(child, "exit"))[0]).toBe(7);
  });
});
