import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { freePort } from "../harness.ts";

const root = join(import.meta.dirname, "..", "..");

const started = new Set<{ child: ChildProcess; group: boolean }>();

/** For `afterEach`: a failed test leaves nothing running. */
export function endLeftovers(): void {
  for (const { child, group } of started) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) continue;
    process.kill(group ? -child.pid : child.pid, "SIGKILL");
  }
  started.clear();
}

export interface StartedProcess {
  url: string;
  child: ChildProcess;
  /** Everything it printed so far. */
  printed(): string;
  /** Resolves when it answers; rejects with what it printed when it ended first. */
  ready(): Promise<void>;
  /** Resolves with the exit code. */
  ended(): Promise<number | null>;
}

export interface StartSettings {
  dataDir: string;
  env?: Record<string, string>;
  /** `npm start` in a group of its own, instead of the server alone. */
  npm?: boolean;
  port?: number;
}

/** Starts the product as its users do, with no variable of this process but PATH, HOME and the place of compiled code. */
export async function startProduct({ dataDir, env, npm = false, port }: StartSettings): Promise<StartedProcess> {
  const listenPort = port ?? (await freePort());
  const [program, args] = npm ? ["npm", ["start"]] : [process.execPath, [inject("serverFile")]];
  const child = spawn(program, args, {
    cwd: root,
    detached: npm,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      CREDENZA_PORT: String(listenPort),
      CREDENZA_DATA_DIR: dataDir,
      CREDENZA_LOG_LEVEL: "warn",
      ...env,
    },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (printed += chunk));
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  started.add({ child, group: npm });
  const url = `http://127.0.0.1:${listenPort}`;
  return { url, child, printed: () => printed, ended: () => ended, ready: () => untilReady(url, child, () => printed) };
}

async function untilReady(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 25))) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${printed()}`);
    const isReady = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady && printed().includes("listens on")) return;
  }
  throw new Error(`It did not start: ${printed()}`);
}

/** Process id of the bundled PostgreSQL of a data directory; undefined when none runs. */
export function postgresPid(dataDir: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8"), 10);
  } catch {
    return undefined;
  }
}
