import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { type CredenzaProcess, startProcess } from "../process.ts";
import { addSealedRows, hurryResealing, openSealedRows, plain, type SealedRows } from "../vault/sealed-samples.ts";

const messages = 20_000;
let api: TestCredenza;
let worker: CredenzaProcess;
let rows: SealedRows;
let env: Record<string, string>;

beforeAll(async () => {
  const rootKey = randomBytes(32).toString("base64");
  const onlyApi = { CREDENZA_ROLE: "api", DATABASE_URL: inject("postgresUrl") };
  api = await startCredenza({ env: { ...onlyApi, CREDENZA_ROOT_KEY: rootKey } });
  env = { DATABASE_URL: api.databaseUrl, CREDENZA_ROOT_KEY: rootKey, CREDENZA_ROLE: "worker" };
  const basic = { name: "Basic", destination: "M3SH_WORKFLOW", username: "sender", password: "a password" };
  const { body: credential } = await api.api("POST", "integrationcredentials", { body: basic });
  const webhook = { name: "Orders", credentialId: credential.id };
  const { body } = await api.api("POST", "incomingwebhooks", { body: webhook });
  rows = await addSealedRows(api.context, api.organizationId, {
    ...{ credentialId: credential.id, webhookId: body.id, messages },
  });
}, 60_000);
afterAll(async () => {
  await worker?.stop();
  await api?.stop();
});

interface Progress {
  status: string;
  found: number | null;
  left: number | null;
}

async function progress(): Promise<Progress> {
  const { rows: keys } = await api.context.store.systemPool.query<Progress>(
    "select status, values_found as found, values_left as left from data_keys where organization_id = $1 and generation = 1",
    [api.organizationId],
  );
  return keys[0] as Progress;
}

test("a kill -9 in the middle loses nothing: another worker seals the rest anew, and the old key is retired", {
  timeout: 120_000,
}, async () => {
  expect((await api.api("POST", "datakeys", { body: {} })).status).toBe(200);
  worker = await startProcess(env);
  const isUnderWay = async (): Promise<boolean> => {
    const { found, left } = await progress();
    return found !== null && left !== null && left < found;
  };
  await expect.poll(isUnderWay, { timeout: 30_000, interval: 5 }).toBe(true);
  await worker.kill();
  const { found, left } = await progress();
  expect(found).toBe(messages + 3);
  expect(left, "it was killed in the middle").toBeGreaterThan(0);

  await worker.start();
  const status = async (): Promise<string> => {
    await hurryResealing(api.context);
    return (await progress()).status;
  };
  await expect.poll(status, { timeout: 60_000, interval: 200 }).toBe("RETIRED");
  const { body } = await api.api("GET", "datakeys");
  expect(body.data.map(({ sealedValues }: { sealedValues: number }) => sealedValues)).toEqual([10_003, 0]);
  const { rows: old } = await api.context.store.systemPool.query(
    "select from incoming_messages where split_part(sealed_headers, '.', 2) <> $1 limit 1",
    [body.data[0].id],
  );
  expect(old).toEqual([]);
  expect(await openSealedRows(api.context, api.organizationId, rows)).toEqual({
    token: plain.token,
    verifier: plain.verifier,
    headers: new Set([plain.header]),
  });
});
