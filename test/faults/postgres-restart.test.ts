import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BundledPostgres, startBundledPostgres } from "../../src/postgres/bundled.ts";
import { type CredenzaProcess, startProcess } from "../process.ts";
import { IngestLoad, signingKey } from "./ingest-load.ts";

let dataDir: string;
let postgres: BundledPostgres;
let credenza: CredenzaProcess;
let hookUrl: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "credenza-restart-"));
  postgres = await startBundledPostgres({ dataDir, log: pino({ level: "silent" }) });
  credenza = await startProcess({ DATABASE_URL: postgres.url });
  const { body: credential } = await credenza.api("POST", "integrationcredentials", {
    body: { name: "Stripe", destination: "M3SH_WORKFLOW", type: "STRIPE_SIGNED_REQUEST", signingKey },
  });
  const { body: webhook } = await credenza.api("POST", "incomingwebhooks", {
    body: { name: "Stripe", credentialId: credential.id },
  });
  hookUrl = webhook.url;
});
afterAll(async () => {
  await credenza?.stop();
  await postgres?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("Postgres killed and started again under load", () => {
  it("is survived without a restart of ours: nothing acknowledged is lost, jobs go on", {
    timeout: 120_000,
  }, async () => {
    const load = new IngestLoad(() => hookUrl, 8);
    for (const signal of ["SIGKILL", "SIGINT", "SIGQUIT"] as const) {
      await pause(700);
      process.kill(postgres.pid, signal);
      const before = load.acknowledged.length;
      await until(async () => load.acknowledged.length > before + 50);
    }
    await load.stop();
    expect(load.failures, "the restarts were felt").toBeGreaterThan(0);

    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query(
      "select id, provider_event_id from incoming_messages where status = 'ACCEPTED'",
    );
    const idOf = new Map(
      (rows as { id: string; provider_event_id: string }[]).map((row) => [row.provider_event_id, row.id]),
    );
    expect(idOf.size).toBe(rows.length);
    expect(load.acknowledged.filter(({ eventId, messageId }) => idOf.get(eventId) !== messageId)).toEqual([]);

    await until(async () => {
      const { rows: open } = await client.query(
        "select count(*)::int as count from incoming_messages m where not exists (select from processed_messages p where p.message_id = m.id)",
      );
      return open[0].count === 0;
    });
    await client.end();
    const ready = await credenza.api("GET", "/readyz", { token: null });
    expect(ready.body).toMatchObject({ status: "ok" });
    expect((await credenza.api("GET", "integrationcredentials")).status).toBe(200);
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await check()) return;
    await pause(75);
  }
  throw new Error("It did not recover");
}
