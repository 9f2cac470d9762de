import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { loadConfig } from "../src/config/config.ts";
import { newId } from "../src/crypto/ids.ts";
import { startBundledPostgres } from "../src/postgres/bundled.ts";
import { type Running, serve } from "../src/serve.ts";
import { prepareDatabase } from "../src/store/check-database.ts";
import { Secret } from "../src/vault/secret.ts";
import { percentile } from "./load.ts";
import { freePort } from "./server.ts";

export interface InProcess extends Running {
  organizationId: string;
  /** A call of the API below the organization; throws on a failure. */
  api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
}

/** The product in this process, on a fresh database, so that a benchmark can fill its tables itself. */
export async function startInProcess(env: Record<string, string> = {}): Promise<InProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), "credenza-bench-"));
  const log = pino({ level: "error" });
  const postgres = await startBundledPostgres({ dataDir, log });
  await prepareDatabase(postgres.url);
  const organizationId = newId();
  const config = loadConfig({
    CREDENZA_DATA_DIR: dataDir,
    CREDENZA_PORT: String(await freePort()),
    CREDENZA_BOOTSTRAP_ORG_ID: organizationId,
    CREDENZA_BOOTSTRAP_ORG_NAME: "Bench",
    CREDENZA_BOOTSTRAP_ACCESS_KEY_ID: "bench-access-key",
    CREDENZA_BOOTSTRAP_API_SECRET: "bench-api-secret-0123456789",
    ...env,
  });
  const running = await serve(config, postgres.url, { log });
  const { context, url } = running;
  const { verifyClient, issueToken } = context.access;
  const token = await issueToken(await verifyClient("bench-access-key", new Secret("bench-api-secret-0123456789")));
  return {
    ...running,
    organizationId,
    api: async (method, path, body) => {
      const response = await fetch(`${url}/organizations/${organizationId}/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body ? { "content-type": "application/json" } : {}),
        },
        body: body ? JSON.stringify(body) : undefined,
      });
      const answer = (await response.json()) as Record<string, unknown>;
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
      return answer;
    },
    stop: async () => {
      await running.stop();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Median of the milliseconds that the work takes. */
export async function medianMs(samples: number, work: (index: number) => Promise<unknown>): Promise<number> {
  const latencies: number[] = [];
  for (let index = 0; index < samples; index++) {
    const started = performance.now();
    await work(index);
    latencies.push(performance.now() - started);
  }
  return percentile(
    latencies.toSorted((a, b) => a - b),
    0.5,
  );
}
