import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { loadConfig } from "../src/config/config.ts";
import type { Context } from "../src/context.ts";
import { newId } from "../src/crypto/ids.ts";
import { startBundledPostgres } from "../src/postgres/bundled.ts";
import { type Running, serve } from "../src/serve.ts";
import { prepareDatabase } from "../src/store/check-database.ts";
import { insertSealedFields } from "../src/store/credential-secrets.ts";
import { insertCredential } from "../src/store/credentials.ts";
import { Secret } from "../src/vault/secret.ts";
import { percentile } from "./load.ts";
import { freePort } from "./server.ts";
import type { Bench } from "./table.ts";

const sizes = [1_000, 100_000];
const samples = 400;

type Sample = {
  listP50Ms: number;
  openP50Ms: number;
};

/** A page of the list, and opening a credential that is not cached, with few and with many credentials in the organization. */
export const credentials: Bench = async () => {
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
  });
  const running = await serve(config, postgres.url, { log });
  try {
    const ids: string[] = [];
    const rows: (Sample & { what: string })[] = [];
    for (const size of sizes) {
      await seed(running.context, organizationId, ids, size);
      rows.push({ what: `${size} credentials`, ...(await sample(running, organizationId, ids)) });
    }
    const [few, many] = rows;
    if (!few || !many) throw new Error("Nothing was measured");
    return {
      rows,
      figures: { listRatio: many.listP50Ms / few.listP50Ms, openRatio: many.openP50Ms / few.openP50Ms },
      targets: { listRatio: "<= 1.3", openRatio: "<= 1.3" },
    };
  } finally {
    await running.stop();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

async function seed(context: Context, organizationId: string, ids: string[], size: number): Promise<void> {
  const batch = 500;
  while (ids.length < size) {
    await context.store.inOrganization(organizationId, async (tx) => {
      for (let index = 0; index < batch; index++) {
        const id = newId();
        ids.push(id);
        const place = { organizationId, credentialId: id, field: "apiKey", version: 1 };
        const sealed = await context.vault.seal(place, new Secret(`test_${id}`));
        await insertCredential(tx, {
          id,
          organizationId,
          name: `Credential ${ids.length}`,
          destination: "CHARGEBEE",
          type: "CHARGEBEE_AUTH",
          fields: { site: "bench" },
          sealedFields: ["apiKey"],
          actorId: organizationId,
          pendingUntil: null,
        });
        await insertSealedFields(tx, organizationId, id, [{ field: "apiKey", version: 1, sealed }]);
      }
    });
  }
  await context.store.systemPool.query("vacuum analyze");
}

async function sample({ context, url }: Running, organizationId: string, ids: string[]): Promise<Sample> {
  const { verifyClient, issueToken } = context.access;
  const token = await issueToken(await verifyClient("bench-access-key", new Secret("bench-api-secret-0123456789")));
  const list = await timed(async () => {
    const response = await fetch(`${url}/organizations/${organizationId}/integrationcredentials?pageSize=50`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await response.json()) as { data: unknown[] };
    if (page.data.length !== 50) throw new Error(`The page has ${page.data.length} rows`);
  });
  const open = await timed(async (index) => {
    const id = ids[(index * 7919) % ids.length] ?? "";
    await context.broker.openForUse(organizationId, id);
  });
  return { listP50Ms: list, openP50Ms: open };
}

async function timed(work: (index: number) => Promise<void>): Promise<number> {
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
