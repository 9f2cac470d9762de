import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSealed, replaceSealed } from "../../src/store/sealed-values.ts";
import { type SealedPlace, sealedPlaces } from "../../src/vault/sealed-places.ts";
import { allow, serviceUserWith } from "../access/person.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { addOrganization, type Organization } from "../second-organization.ts";
import { addSealedRows, hurryResealing, openSealedRows, plain, type SealedRows } from "./sealed-samples.ts";

const basic = { name: "Basic", destination: "M3SH_WORKFLOW", username: "sender", password: "a password" };
let credenza: TestCredenza;
let other: Organization;
let rows: SealedRows;
let hookUrl: string;

beforeAll(async () => {
  credenza = await startCredenza();
  other = await addOrganization(credenza, "Other");
  const headers = { "idempotency-key": "made once" };
  const { body: credential } = await credenza.api("POST", "integrationcredentials", { body: basic, headers });
  const webhook = { name: "Orders", credentialId: credential.id };
  const { body } = await credenza.api("POST", "incomingwebhooks", { body: webhook });
  hookUrl = body.url;
  const place = { credentialId: credential.id, webhookId: body.id, messages: 1_200 };
  rows = await addSealedRows(credenza.context, credenza.organizationId, place);
  const secret = { name: "hidden", value: "a secret value", secret: true };
  await credenza.api("POST", "workflowparameters", { body: secret });
  await credenza.api("POST", `/organizations/${other.id}/integrationcredentials`, { body: basic, token: other.token });
});
afterAll(() => credenza?.stop());

interface ShownKey {
  id: string;
  generation: number;
  status: string;
  sealedValues: number | null;
  valuesFound: number | null;
}
const list = async (): Promise<ShownKey[]> => (await credenza.api("GET", "datakeys")).body.data;
const make = (options: { headers?: Record<string, string>; token?: string } = {}) =>
  credenza.api("POST", "datakeys", { body: {}, ...options });
const retired = async (id: string): Promise<ShownKey> => {
  await expect
    .poll(
      async () => {
        await hurryResealing(credenza.context);
        return (await list()).find((key) => key.id === id)?.status;
      },
      { timeout: 20_000, interval: 100 },
    )
    .toBe("RETIRED");
  return (await list()).find((key) => key.id === id) as ShownKey;
};
/** Data key of every sealed value of an organization. */
async function keysInUse(organizationId: string): Promise<string[]> {
  const all = sealedPlaces.map(
    ({ table, column }) =>
      `select split_part(${column}, '.', 2) as id from ${table} where organization_id = '${organizationId}' and ${column} is not null`,
  );
  const { rows: found } = await credenza.context.store.systemPool.query(
    `select distinct id from (${all.join(" union all ")}) v`,
  );
  return found.map(({ id }) => id);
}
const receives = async (): Promise<number> => {
  const authorization = `Basic ${Buffer.from("sender:a password").toString("base64")}`;
  const id = Math.random();
  return (await fetch(hookUrl, { method: "POST", headers: { authorization }, body: JSON.stringify({ id }) })).status;
};

describe("data keys", () => {
  test("are listed with what they seal, and with where the root key is, never with a key", async () => {
    const { body, text } = await credenza.api("GET", "datakeys");
    const { fingerprint } = credenza.context.vault.rootKey;
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(body).toEqual({
      rootKey: { source: "ENVIRONMENT", fingerprint },
      data: [
        {
          id: expect.any(String),
          generation: 1,
          status: "ACTIVE",
          sealedValues: 1_205,
          isCountComplete: true,
          valuesFound: null,
          createdBy: null,
          dtCreated: expect.any(String),
          dtReplaced: null,
          dtRetired: null,
        },
      ],
      nextToken: null,
    });
    const { wrapped } = await credenza.context.store.system
      .selectFrom("data_keys")
      .select("wrapped")
      .where("organization_id", "=", credenza.organizationId)
      .executeTakeFirstOrThrow();
    expect(text).not.toContain(wrapped);
  });

  test("a new one seals at once; everything older is sealed anew and opens, and the old key is retired empty", async () => {
    const [old] = await list();
    const theirs = await keysInUse(other.id);
    const headers = { "idempotency-key": "a new key" };
    const made = await make({ headers });
    expect(made.body).toMatchObject({ generation: 2, status: "ACTIVE", sealedValues: 0 });
    expect((await make({ headers })).body).toEqual(made.body);
    const { body: fresh } = await credenza.api("POST", "integrationcredentials", { body: { ...basic, name: "Fresh" } });
    const { rows: found } = await credenza.context.store.systemPool.query(
      "select sealed from credential_secrets where credential_id = $1",
      [fresh.id],
    );
    expect(found[0].sealed).toContain(made.body.id);

    const emptied = await retired(old?.id ?? "");
    expect(emptied).toMatchObject({ generation: 1, sealedValues: 0 });
    expect(emptied.valuesFound).toBeGreaterThanOrEqual(1_205);
    expect(await keysInUse(credenza.organizationId)).toEqual([made.body.id]);
    expect(await openSealedRows(credenza.context, credenza.organizationId, rows)).toEqual({
      token: plain.token,
      verifier: plain.verifier,
      headers: new Set([plain.header]),
    });
    expect(await receives()).toBe(202);
    expect(await keysInUse(other.id)).toEqual(theirs);
    const { body: trail } = await credenza.api("GET", "audit?resourceType=organization");
    const told = trail.data.map(({ action, actorType, detail }: Record<string, unknown>) => [
      action,
      actorType,
      detail,
    ]);
    expect(told).toEqual([
      ["datakey.retired", "SYSTEM", { name: "Analytical Engines", dataKeyId: old?.id }],
      ["datakey.created", "SERVICEUSER", { name: "Analytical Engines", dataKeyId: made.body.id, generation: 2 }],
      expect.anything(),
    ]);
  });

  test("an Idempotency-Key of before still gives its answer, and still refuses another body", async () => {
    const headers = { "idempotency-key": "made once" };
    const again = await credenza.api("POST", "integrationcredentials", { body: basic, headers });
    expect([again.status, again.body.id]).toEqual([200, rows.credentialId]);
    const another = await credenza.api("POST", "integrationcredentials", { body: { ...basic, name: "B" }, headers });
    expect(another.body).toMatchObject({ status: 422, code: "idempotency_key_reused" });
  });

  test("another process seals with the new one too, and a key that nothing was moved to yet can be replaced again", async () => {
    const second = await startCredenza({
      databaseUrl: credenza.databaseUrl,
      env: { CREDENZA_ROLE: "api", DATABASE_URL: credenza.databaseUrl },
    });
    try {
      const { vault } = second.context;
      const sealedThere = async (): Promise<string> =>
        (await vault.sealBytes(credenza.organizationId, "test", Buffer.from("x"))).split(".")[1] ?? "";
      const before = await sealedThere();
      const [third, fourth] = [(await make()).body, (await make()).body];
      await expect.poll(sealedThere, { timeout: 2_000, interval: 10 }).toBe(fourth.id);
      await retired(before);
      await retired(third.id);
      expect(await keysInUse(credenza.organizationId)).toEqual([fourth.id]);
    } finally {
      await second.stop();
    }
  });

  test("made twice at the same moment, they are two generations or one and a refusal", async () => {
    const [newest] = await list();
    const answers = await Promise.all([make(), make(), make()]);
    const good = answers.filter(({ status }) => status === 200);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const generations = (await list()).map(({ generation }) => generation);
    expect(generations[0]).toBe((newest?.generation ?? 0) + good.length);
    expect(new Set(generations).size).toBe(generations.length);
    expect((await list()).filter(({ status }) => status === "ACTIVE")).toHaveLength(1);
  });

  test("who may look may not make one; nobody sees another organization's", async () => {
    const reader = await serviceUserWith(credenza, [allow("config:retrieve", "*")]);
    expect((await make({ token: reader.token })).status).toBe(403);
    const seen = await credenza.api("GET", "datakeys?pageSize=1", { token: reader.token });
    expect([seen.status, seen.body.data.length]).toEqual([200, 1]);
    expect(seen.body.nextToken).not.toBeNull();
    const { body } = await credenza.api("GET", `/organizations/${other.id}/datakeys`, { token: other.token });
    expect(body.data).toMatchObject([{ generation: 1, status: "ACTIVE", sealedValues: 1 }]);
  });
});

describe("what people change while values are sealed anew", () => {
  const secrets = sealedPlaces.find(({ table }) => table === "credential_secrets") as SealedPlace;
  const read = async (credentialId: string) => {
    const { rows: found } = await credenza.context.store.systemPool.query(
      "select version, sealed from credential_secrets where credential_id = $1",
      [credentialId],
    );
    return found;
  };
  const secretRow = async (credentialId: string) => {
    const { system } = credenza.context.store;
    const all = { organizationId: credenza.organizationId, activeId: "none", after: undefined, limit: 1_000 };
    const found = (await readSealed(system, secrets, all)).find(({ key }) => key[0] === credentialId);
    return { key: found?.key ?? [], before: found?.sealed ?? "", after: "cz1.late.x.x" };
  };

  test("a rotation in between wins", async () => {
    const stale = await secretRow(rows.credentialId);
    const { body } = await credenza.api("GET", `integrationcredentials/${rows.credentialId}`);
    const rotation = { version: body.version, password: "another password" };
    expect((await credenza.api("POST", `integrationcredentials/${body.id}/rotate`, { body: rotation })).status).toBe(
      200,
    );
    const theirs = await read(rows.credentialId);
    const { system } = credenza.context.store;
    expect((await replaceSealed(system, secrets, credenza.organizationId, [stale])).size).toBe(0);
    const changed = { ...(await secretRow(rows.credentialId)), before: "cz1.other.x.x" };
    expect((await replaceSealed(system, secrets, credenza.organizationId, [changed])).size).toBe(0);
    expect(await read(rows.credentialId)).toEqual(theirs);
  });

  test("a row that somebody holds is neither waited for nor touched, nor is another organization's", async () => {
    const { system, systemPool } = credenza.context.store;
    const row = await secretRow(rows.credentialId);
    expect((await replaceSealed(system, secrets, other.id, [row])).size).toBe(0);
    const holder = await systemPool.connect();
    try {
      await holder.query("begin");
      await holder.query("select from credential_secrets where credential_id = $1 for update", [rows.credentialId]);
      expect((await replaceSealed(system, secrets, credenza.organizationId, [row])).size).toBe(0);
    } finally {
      await holder.query("rollback");
      holder.release();
    }
    expect((await read(rows.credentialId))[0].sealed).toBe(row.before);
  });
});

test("a value that does not open keeps its key from being retired, and everything else is sealed anew", async () => {
  const { context, organizationId } = credenza;
  const old = (await list()).find(({ status }) => status === "ACTIVE") as ShownKey;
  await retiredAllBut(old.id);
  const { rowCount } = await context.store.systemPool.query(
    "update credential_tokens set sealed = $1 where credential_id = $2",
    [`cz1.${old.id}.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA`, rows.credentialId],
  );
  expect(rowCount).toBe(1);
  const { body: made } = await make();
  const left = async () => {
    await hurryResealing(context);
    const key = (await list()).find(({ id }) => id === old.id);
    return [key?.status, key?.sealedValues];
  };
  await expect.poll(left, { timeout: 20_000, interval: 100 }).toEqual(["RETIRING", 1]);
  expect((await keysInUse(organizationId)).toSorted()).toEqual([old.id, made.id].toSorted());
  const logged = () => credenza.logs.join("\n");
  await expect.poll(logged, { timeout: 5_000 }).toContain("do not open keep their data key");
});

async function retiredAllBut(activeId: string): Promise<void> {
  for (const { id } of await list()) if (id !== activeId) await retired(id);
}
