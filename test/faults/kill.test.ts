import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CredenzaProcess, startProcess } from "../process.ts";
import { IngestLoad, signingKey } from "./ingest-load.ts";

const kills = 20;
const acknowledgedBetween = 30;
let credenza: CredenzaProcess;
let hookUrl: string;

beforeAll(async () => {
  credenza = await startProcess();
  const { body: credential } = await credenza.api("POST", "integrationcredentials", {
    body: { name: "Stripe", destination: "M3SH_WORKFLOW", type: "STRIPE_SIGNED_REQUEST", signingKey },
  });
  const { body: webhook } = await credenza.api("POST", "incomingwebhooks", {
    body: { name: "Stripe", credentialId: credential.id },
  });
  hookUrl = webhook.url;
});
afterAll(() => credenza?.stop());

describe(`kill -9 of the server ${kills} times under ingest load`, () => {
  it("loses no acknowledged message and doubles none", { timeout: 400_000 }, async () => {
    const load = new IngestLoad(() => hookUrl, 8);
    for (let kill = 0; kill < kills; kill++) {
      await load.untilAcknowledged(load.acknowledged.length + acknowledgedBetween);
      await new Promise((resolve) => setTimeout(resolve, (kill * 37) % 200));
      await credenza.kill();
      await credenza.start();
    }
    await load.untilAcknowledged(load.acknowledged.length + acknowledgedBetween);
    await load.stop();

    const client = new pg.Client({ connectionString: credenza.databaseUrl });
    await client.connect();
    const { rows } = await client.query(
      "select id, provider_event_id from incoming_messages where status = 'ACCEPTED'",
    );
    const idOf = new Map(
      (rows as { id: string; provider_event_id: string }[]).map((row) => [row.provider_event_id, row.id]),
    );
    expect(idOf.size, "two messages of one event").toBe(rows.length);
    expect(load.acknowledged.filter(({ eventId, messageId }) => idOf.get(eventId) !== messageId)).toEqual([]);
    expect(load.failures, "the kills were felt").toBeGreaterThan(kills);

    const processed = await until(async () => {
      const { rows: open } = await client.query(
        "select count(*)::int as count from incoming_messages m where not exists (select from processed_messages p where p.message_id = m.id)",
      );
      return open[0].count === 0;
    });
    await client.end();
    expect(processed, "every job ran, also those of killed workers").toBe(true);
  });
});

async function until(check: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 300; tries++) {
    if (await check()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
