import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const startMs = 90_000;
const root = fileURLToPath(new URL("..", import.meta.url));

export interface BenchServer {
  url: string;
  port: number;
  organizationId: string;
  dataDir: string;
  api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  token: string;
  /** MiB resident in the server's process. */
  residentMiB(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the product as a process of its own, on a fresh data directory, with an administrator's token. */
export async function startServer(env: Record<string, string> = {}): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "credenza-bench-"));
  const port = await freePort();
  const organizationId = randomUUID();
  const accessKeyId = randomBytes(12).toString("hex");
  const apiSecret = randomBytes(32).toString("base64url");
  const child = spawn(process.execPath, [join(root, "script/run.cjs"), "src/main.ts"], {
    stdio: ["ignore", process.env.SHOW ? "inherit" : "ignore", "inherit"],
    env: {
      ...process.env,
      CREDENZA_PORT: String(port),
      CREDENZA_DATA_DIR: dataDir,
      CREDENZA_LOG_LEVEL: "error",
      CREDENZA_BOOTSTRAP_ORG_ID: organizationId,
      CREDENZA_BOOTSTRAP_ORG_NAME: "Bench",
      CREDENZA_BOOTSTRAP_ACCESS_KEY_ID: accessKeyId,
      CREDENZA_BOOTSTRAP_API_SECRET: apiSecret,
      ...env,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, child);
  const token = await accessToken(url, accessKeyId, apiSecret);
  return {
    url,
    port,
    organizationId,
    dataDir,
    token,
    api: async (method, path, body) => {
      const response = await fetch(`${url}/organizations/${organizationId}/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) },
        body: body ? JSON.stringify(body) : undefined,
      });
      const answer = (await response.json()) as Record<string, unknown>;
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
      return answer;
    },
    residentMiB: () => residentMiB(child.pid ?? 0),
    stop: async () => {
      await endProcess(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + startMs;
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}`);
    const isUp = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill("SIGTERM");
  throw new Error(`The server did not start in ${startMs / 1000} s`);
}

async function accessToken(url: string, accessKeyId: string, apiSecret: string): Promise<string> {
  const response = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${accessKeyId}:${apiSecret}`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** A script of this folder as a process, told its port and the rest, once it listens there. */
export async function startProcess(
  script: string,
  ...rest: string[]
): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, "bench", script), String(port), ...rest], {
    stdio: ["ignore", process.env.SHOW ? "inherit" : "ignore", "inherit"],
  });
  await untilHealthy(`http://127.0.0.1:${port}`, child);
  return { port, stop: () => endProcess(child) };
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

export async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("No free port");
  return address.port;
}
