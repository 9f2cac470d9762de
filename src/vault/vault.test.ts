import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCredenza, type TestCredenza } from "../../test/harness.ts";
import { addOrganization } from "../../test/second-organization.ts";
import { newId } from "../crypto/ids.ts";
import { insertDataKey } from "../store/data-keys.ts";
import { wrappingData } from "./keyring.ts";
import { reveal } from "./reveal.ts";
import { rootKeyFromBytes } from "./root-key.ts";
import { SealBroken } from "./sealed-value.ts";
import { Secret } from "./secret.ts";
import { createVault, type SecretPlace, type Vault } from "./vault.ts";

const runs = { numRuns: 100 };
let credenza: TestCredenza;
let vault: Vault;
let ours: string;
let theirs: string;

beforeAll(async () => {
  credenza = await startCredenza();
  ({ vault } = credenza.context);
  ours = credenza.organizationId;
  theirs = (await addOrganization(credenza, "Other")).id;
});
afterAll(() => credenza?.stop());

const place = fc.record({
  credentialId: fc.uuid(),
  field: fc.constantFrom("apiKey", "password", "secret"),
  version: fc.integer({ min: 1, max: 1000 }),
});
const value = fc.string({ unit: "grapheme", maxLength: 200 });
const opens = async (at: SecretPlace, sealed: string): Promise<string> => reveal(await vault.open(at, sealed));
const refuses = (at: SecretPlace, sealed: string) => expect(opens(at, sealed)).rejects.toBeInstanceOf(SealBroken);

test("whatever is sealed opens where it stands", async () => {
  const roundTrip = async (at: Omit<SecretPlace, "organizationId">, text: string): Promise<void> => {
    const here = { ...at, organizationId: ours };
    expect(await opens(here, await vault.seal(here, new Secret(text)))).toBe(text);
  };
  await fc.assert(fc.asyncProperty(place, value, roundTrip), runs);
});

test("moved to another row, field or version it does not open", async () => {
  const move = async (from: Omit<SecretPlace, "organizationId">, to: Omit<SecretPlace, "organizationId">) => {
    const sealed = await vault.seal({ ...from, organizationId: ours }, new Secret("canary"));
    const moved = [
      { ...from, credentialId: newId() },
      { ...from, field: `${from.field}2` },
      { ...from, version: from.version + 1 },
    ];
    if (JSON.stringify(from) !== JSON.stringify(to)) moved.push(to);
    for (const at of moved) await refuses({ ...at, organizationId: ours }, sealed);
  };
  await fc.assert(fc.asyncProperty(place, place, move), runs);
});

test("in another organization it does not open, nor with that organization's key named", async () => {
  const keyOf = (sealed: string): string => sealed.split(".")[1] ?? "";
  const cross = async (at: Omit<SecretPlace, "organizationId">): Promise<void> => {
    const sealed = await vault.seal({ ...at, organizationId: ours }, new Secret("canary"));
    const another = await vault.seal({ ...at, organizationId: theirs }, new Secret("canary"));
    expect(keyOf(sealed)).not.toBe(keyOf(another));
    const renamed = sealed.replace(keyOf(sealed), keyOf(another));
    await refuses({ ...at, organizationId: theirs }, sealed);
    await refuses({ ...at, organizationId: theirs }, renamed);
    await refuses({ ...at, organizationId: ours }, renamed);
  };
  await fc.assert(fc.asyncProperty(place, cross), runs);
});

test("under a retired key it still opens while new values have the new key; once the key is gone it does not", async () => {
  const { system } = credenza.context.store;
  const rootKey = rootKeyFromBytes(Buffer.alloc(32, 7), "ENVIRONMENT");
  const own = createVault(system, rootKey);
  const organizationId = newId();
  const here = { organizationId, credentialId: newId(), field: "apiKey", version: 1 };
  const opened = async (sealed: string): Promise<string> => reveal(await own.open(here, sealed));
  await own.createDataKey(system, organizationId);
  const old = await own.seal(here, new Secret("canary"));

  const retired = system
    .updateTable("data_keys")
    .set({ status: "RETIRED" })
    .where("organization_id", "=", organizationId);
  const { id } = await retired.returning("id").executeTakeFirstOrThrow();
  const second = { id: newId(), organizationId, generation: 2 };
  const wrapped = await rootKey.wrap(Buffer.alloc(64, 9), wrappingData(second));
  await insertDataKey(system, { ...second, wrapped, rootKeyFingerprint: rootKey.fingerprint });
  own.forget(null);
  const fresh = await own.seal(here, new Secret("canary 2"));
  expect([old.includes(id), fresh.includes(second.id)]).toEqual([true, true]);
  expect([await opened(old), await opened(fresh)]).toEqual(["canary", "canary 2"]);

  await system.deleteFrom("data_keys").where("id", "=", id).execute();
  own.forget(null);
  await expect(opened(old)).rejects.toBeInstanceOf(SealBroken);
  expect(await opened(fresh)).toBe("canary 2");
});
