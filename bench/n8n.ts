import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, constants, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { load } from "./load.ts";
import { freePort } from "./server.ts";

const runs = 2_000;
const connections = 64;
const commandMs = 120_000;
const startMs = 120_000;
const loadSeconds = 120;
const path = "/webhook/bench";

interface Row extends Record<string, unknown> {
  what: string;
}

/**
 * The same shape in n8n, where it is installed: a webhook whose workflow makes a value. It answers when the workflow is
 * over, so an answer's time is a run's. Nothing is verified there, which is less work than ours. Never throws.
 */
export async function measureN8n(count = runs): Promise<{ row: Row; perSecond: number | undefined }> {
  const command = await findCommand(process.env.N8N_COMMAND ?? "n8n");
  if (!command) return notMeasured("n8n: not installed (no n8n on PATH, none in N8N_COMMAND)");
  const folder = await mkdtemp(join(tmpdir(), "credenza-bench-n8n-"));
  const started: ChildProcess[] = [];
  try {
    const port = await freePort();
    const n8n = { command, env: await environment(folder, port), started };
    await prepare(n8n, folder);
    const server = start(n8n, ["start"]);
    await untilAnswering(port, server);
    const request = requestOf(JSON.stringify({ id: "evt_1", object: "event", data: "x".repeat(930) }));
    const requests = Array.from({ length: count }, () => request);
    const { statuses, perSecond, p50Ms, p99Ms } = await load({ port, connections, requests, maxSeconds: loadSeconds });
    const done = statuses["200"] ?? 0;
    return { row: { what: "n8n: webhook and one step", runs: done, perSecond, p50Ms, p99Ms }, perSecond };
  } catch (error) {
    return notMeasured(`n8n: ${(error as Error).message}`);
  } finally {
    await Promise.all(started.map(killGroup));
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

const notMeasured = (what: string) => ({ row: { what }, perSecond: undefined });

/** A path as it is, a name on PATH; undefined when it cannot be run. */
async function findCommand(name: string): Promise<string | undefined> {
  const folders = name.includes("/") ? [""] : (process.env.PATH ?? "").split(delimiter);
  for (const folder of folders) {
    const file = folder === "" ? name : join(folder, name);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}

/** A folder, a database and ports of its own; what calls home or asks questions is switched off. */
async function environment(folder: string, port: number): Promise<NodeJS.ProcessEnv> {
  return {
    ...process.env,
    N8N_USER_FOLDER: folder,
    N8N_ENCRYPTION_KEY: randomBytes(24).toString("hex"),
    N8N_LISTEN_ADDRESS: "127.0.0.1",
    N8N_HOST: "127.0.0.1",
    N8N_PORT: String(port),
    N8N_PROTOCOL: "http",
    N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    N8N_DIAGNOSTICS_ENABLED: "false",
    N8N_VERSION_NOTIFICATIONS_ENABLED: "false",
    N8N_TEMPLATES_ENABLED: "false",
    N8N_PERSONALIZATION_ENABLED: "false",
    N8N_LOG_LEVEL: "error",
    DB_TYPE: "sqlite",
    EXECUTIONS_DATA_SAVE_ON_SUCCESS: "all",
  };
}

interface N8n {
  command: string;
  env: NodeJS.ProcessEnv;
  started: ChildProcess[];
}

const node = (name: string, type: string, typeVersion: number, parameters: object) => ({
  ...{ id: name, name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters },
});

const workflow = {
  ...{ id: "credenzaBench", name: "Bench", active: false, settings: { executionOrder: "v1" } },
  nodes: [
    {
      ...node("hook", "webhook", 2, { httpMethod: "POST", path: "bench", responseMode: "lastNode", options: {} }),
      webhookId: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10",
    },
    node("step", "set", 3.4, {
      assignments: { assignments: [{ id: "value", name: "value", type: "string", value: "={{ $json.body.id }}" }] },
      options: {},
    }),
  ],
  connections: { hook: { main: [[{ node: "step", type: "main", index: 0 }]] } },
};

/** Brings the workflow in and switches it on, in the words of version 2 and, when it does not know them, of version 1. */
async function prepare(n8n: N8n, folder: string): Promise<void> {
  const file = join(folder, "workflow.json");
  await writeFile(file, JSON.stringify([workflow]));
  await run(n8n, ["import:workflow", `--input=${file}`]);
  await run(n8n, ["publish:workflow", `--id=${workflow.id}`]).catch(() =>
    run(n8n, ["update:workflow", `--id=${workflow.id}`, "--active=true"]),
  );
}

/** A group of its own, so that what it starts ends with it. */
function start({ command, env, started }: N8n, args: string[]): ChildProcess {
  const child = spawn(command, args, { env, detached: true, stdio: "ignore" });
  child.on("error", () => {});
  started.push(child);
  return child;
}

function run(n8n: N8n, args: string[]): Promise<void> {
  const child = start(n8n, args);
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${args[0]} ${why}`));
    const timer = setTimeout(() => fail(`took longer than ${commandMs / 1000} s`), commandMs);
    child.once("error", ({ message }) => fail(`did not start: ${message}`));
    child.once("exit", (code) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else fail(`ended with ${code}`);
    });
  });
}

async function untilAnswering(port: number, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + startMs;
  while (performance.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`start ended with ${server.exitCode}`);
    const options = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    const signal = AbortSignal.timeout(5_000);
    const isUp = await fetch(`http://127.0.0.1:${port}${path}`, { ...options, signal }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`its webhook did not answer in ${startMs / 1000} s`);
}

const requestOf = (body: string): Buffer =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

async function killGroup(child: ChildProcess): Promise<void> {
  const isOver = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  const ended = isOver ? undefined : new Promise((resolve) => child.once("exit", resolve));
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing of the group is left.
  }
  await ended;
}
