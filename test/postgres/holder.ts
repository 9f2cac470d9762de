import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { chown, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { onTestFinished } from "vitest";
import { startBundledPostgres } from "../../src/postgres/bundled.ts";

export const quiet = { info: () => {}, warn: () => {}, error: () => {} };

export interface Held {
  url?: string;
  pid?: number;
  error?: string;
}

/** A temporary data directory, removed after the test. */
export async function dataDirFor(
  uid?: number,
  onEnd: (work: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "credenza-pg-"));
  if (uid !== undefined) await chown(folder, uid, uid);
  onEnd(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "data");
}

/** A data directory with a database that was stopped cleanly: a copy, which is quicker than a first start. */
export async function dataDirWithDatabase(
  onEnd: (work: () => Promise<void>) => void = onTestFinished,
): Promise<string> {
  const dataDir = await dataDirFor(undefined, onEnd);
  await cp(await stoppedDatabase(), dataDir, { recursive: true });
  return dataDir;
}

let original: Promise<string> | undefined;

function stoppedDatabase(): Promise<string> {
  original ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), "credenza-pg-original-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    const dataDir = join(folder, "data");
    await (await startBundledPostgres({ dataDir, log: quiet })).stop();
    return dataDir;
  })();
  return original;
}

/** Another process that holds a bundled PostgreSQL. */
export async function hold(
  dataDir: string,
  options: { uid?: number; env?: Record<string, string> } = {},
): Promise<Held & { child: ChildProcess }> {
  const file = join(import.meta.dirname, "hold.ts");
  const child = spawn(process.execPath, [file, dataDir], {
    cwd: "/",
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH, ...options.env },
    ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, ...(JSON.parse(line) as Held) };
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, "exit");
  child.kill(signal);
  return ((await ended) as [number | null])[0];
}

export async function query<T extends pg.QueryResultRow>(url: string | undefined, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}
