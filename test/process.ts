import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { createDatabase, databaseAt, dropDatabase } from "./database.ts";
import { type Answer, type CallOptions, callApi, fetchToken, freePort } from "./harness.ts";

/** The product as a process of its own, that can be killed and started again on the same database. */
export interface CredenzaProcess {
  url: string;
  organizationId: string;
  databaseUrl: string;
  /** What it printed. */
  output: string[];
  api(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** kill -9: nothing is drained or flushed. */
  kill(): Promise<void>;
  /** Starts it again and waits until it answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** On a fresh database of the run's Postgres unless `env` names another. */
export async function startProcess(env: Record<string, string> = {}): Promise<CredenzaProcess> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const postgresUrl = inject("postgresUrl");
  if (!env.DATABASE_URL) await createDatabase(postgresUrl, name, "credenza_template");
  const databaseUrl = env.DATABASE_URL ?? databaseAt(postgresUrl, name);
  const dataDir = await mkdtemp(join(tmpdir(), "credenza-process-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const organizationId = randomUUID();
  const accessKeyId = randomUUID();
  const apiSecret = randomUUID();
  const output: string[] = [];
  let child: ChildProcess;
  let token: string | undefined;

  const start = async (): Promise<void> => {
    child = spawn(process.execPath, [inject("serverFile")], {
      env: {
        PATH: process.env.PATH ?? "",
        HOME: process.env.HOME ?? "",
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? "",
        DATABASE_URL: databaseUrl,
        CREDENZA_PORT: String(port),
        CREDENZA_DATA_DIR: dataDir,
        CREDENZA_BOOTSTRAP_ORG_ID: organizationId,
        CREDENZA_BOOTSTRAP_ORG_NAME: "Process",
        CREDENZA_BOOTSTRAP_ACCESS_KEY_ID: accessKeyId,
        CREDENZA_BOOTSTRAP_API_SECRET: apiSecret,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => output.push(chunk.toString()));
    if (env.CREDENZA_ROLE === "worker") await untilItWorks(child);
    else await untilHealthy(url, child, output);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  };

  await start();
  return {
    url,
    organizationId,
    databaseUrl,
    output,
    start,
    kill: () => end("SIGKILL"),
    api: async (method, path, options = {}) => {
      token ??= await fetchToken(url, accessKeyId, apiSecret);
      const full = path.startsWith("/") ? path : `/organizations/${organizationId}/${path}`;
      return callApi(`${url}${full}`, method, { token, ...options });
    },
    stop: async () => {
      await end("SIGTERM");
      if (!env.DATABASE_URL) await dropDatabase(postgresUrl, name);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A worker listens nowhere: it says that it runs. */
function untilItWorks(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk: Buffer) => chunk.toString().includes("The worker runs.") && resolve());
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code}`)));
  });
}

async function untilHealthy(url: string, child: ChildProcess, output: string[]): Promise<void> {
  for (let tries = 0; tries < 2_000; tries++) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${output.join("")}`);
    const isUp = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error(`It did not start: ${output.join("")}`);
}
