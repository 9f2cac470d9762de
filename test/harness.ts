import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import { inject } from "vitest";
import { loadConfig } from "../src/config/config.ts";
import type { Context } from "../src/context.ts";
import { serve } from "../src/serve.ts";
import { createDatabase, databaseAt, dropDatabase } from "./database.ts";

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read members of any answer
  body: any;
  text: string;
}

export interface CallOptions {
  /** Sent as JSON unless it is a string or bytes, which go as they are. */
  body?: unknown;
  /** Bearer token; the administrator's unless said. `null` sends none. */
  token?: string | null;
  headers?: Record<string, string>;
}

export interface TestCredenza {
  url: string;
  context: Context;
  organizationId: string;
  /** Access token of a service user with the Administrator policy. */
  adminToken: string;
  admin: { email: string; password: string; accessKeyId: string; apiSecret: string };
  databaseUrl: string;
  /** Every line the server logged. */
  logs: string[];
  /** Calls a path of the API; one that begins without a slash stands below the organization. */
  api(method: string, path: string, options?: CallOptions): Promise<Answer>;
  token(accessKeyId: string, apiSecret: string): Promise<string>;
  stop(): Promise<void>;
}

export interface StartOptions {
  env?: Record<string, string>;
  now?: () => number;
  tokenSettings?: { leaseMs?: number; waitMs?: number; wayBackPauseMs?: number };
  /** Keep this database and root key of an earlier start. */
  databaseUrl?: string;
}

const rootKey = randomBytes(32).toString("base64");

/** Starts the whole product in this process, on a fresh database of the run's Postgres and a free port. */
export async function startCredenza({
  env = {},
  now,
  databaseUrl,
  tokenSettings,
}: StartOptions = {}): Promise<TestCredenza> {
  const postgresUrl = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  if (!databaseUrl) await createDatabase(postgresUrl, name, "credenza_template");
  const database = databaseUrl ?? databaseAt(postgresUrl, name);
  const organizationId = randomUUID();
  const admin = {
    email: "ada@example.test",
    password: "correct horse battery",
    accessKeyId: randomBytes(12).toString("hex"),
    apiSecret: randomBytes(32).toString("base64url"),
  };
  const config = loadConfig({
    CREDENZA_PORT: String(await freePort()),
    CREDENZA_DATA_DIR: join(tmpdir(), name),
    CREDENZA_ROOT_KEY: rootKey,
    CREDENZA_BOOTSTRAP_ORG_ID: organizationId,
    CREDENZA_BOOTSTRAP_ORG_NAME: "Analytical Engines",
    CREDENZA_BOOTSTRAP_ADMIN_EMAIL: admin.email,
    CREDENZA_BOOTSTRAP_ADMIN_PASSWORD: admin.password,
    CREDENZA_BOOTSTRAP_ACCESS_KEY_ID: admin.accessKeyId,
    CREDENZA_BOOTSTRAP_API_SECRET: admin.apiSecret,
    CREDENZA_BASE_URL_STRIPE_TEST: "http://127.0.0.1:9",
    ...env,
    CREDENZA_EGRESS_ALLOW: [env.CREDENZA_EGRESS_ALLOW, "127.0.0.1:9"].filter(Boolean).join(","),
  });
  const logs: string[] = [];
  const running = await serve(config, database, { now, tokenSettings, log: collectingLog(logs) });
  const { url, context } = running;

  const token = (accessKeyId: string, apiSecret: string): Promise<string> => fetchToken(url, accessKeyId, apiSecret);
  const adminToken = databaseUrl ? "" : await token(admin.accessKeyId, admin.apiSecret);

  return {
    url,
    context,
    organizationId,
    adminToken,
    admin,
    databaseUrl: database,
    logs,
    token,
    api: (method, path, options = {}) => {
      const full = path.startsWith("/") ? path : `/organizations/${organizationId}${path && `/${path}`}`;
      return callApi(`${url}${full}`, method, { token: adminToken, ...options });
    },
    stop: async () => {
      await running.stop();
      if (!databaseUrl) await dropDatabase(postgresUrl, name);
    },
  };
}

export async function fetchToken(url: string, accessKeyId: string, apiSecret: string): Promise<string> {
  const response = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${accessKeyId}:${apiSecret}`).toString("base64")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  const { access_token: accessToken } = (await response.json()) as { access_token?: string };
  if (!accessToken) throw new Error(`No access token: ${response.status}`);
  return accessToken;
}

export async function callApi(url: string, method: string, { body, token, headers }: CallOptions): Promise<Answer> {
  const payload = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: payload as string | undefined,
    redirect: "manual",
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text ? JSON.parse(text) : undefined,
  };
}

function collectingLog(lines: string[]): Logger {
  return pino({ level: "debug", base: null }, { write: (line: string) => void lines.push(line) });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("No free port");
  return address.port;
}
