import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedCredential } from "../../src/broker/broker.ts";
import { reveal } from "../../src/vault/reveal.ts";
import type { Secret } from "../../src/vault/secret.ts";
import { addOrganization } from "../second-organization.ts";
import { type BrokerWorld, fullKey, startBrokerWorld } from "./start.ts";

let world: BrokerWorld;
let nowMs = Date.now();
let queries = 0;

beforeAll(async () => {
  world = await startBrokerWorld({ now: () => nowMs });
  const { store } = world.credenza.context;
  const inOrganization = store.inOrganization;
  store.inOrganization = (id, work) => {
    queries++;
    return inOrganization(id, work);
  };
});
afterAll(() => world.stop());
beforeEach(() => {
  world.secretsOpened();
  queries = 0;
});

const open = (id: string, organizationId = world.credenza.organizationId): Promise<OpenedCredential> =>
  world.credenza.context.broker.openForUse(organizationId, id);
const plain = (values: Record<string, Secret>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, reveal(value)]));

async function until(check: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100 && !(await check()); attempt++) await new Promise((done) => setTimeout(done, 20));
  expect(await check()).toBe(true);
}

describe("openForUse", () => {
  it("gives fields and boxed secrets", async () => {
    const id = await world.credential();
    const opened = await open(id);
    expect(opened).toMatchObject({
      id,
      destination: "CHARGEBEE",
      type: "CHARGEBEE_AUTH",
      version: 1,
      status: "UNTESTED",
      fields: { site: "acme-test" },
    });
    expect(plain(opened.secrets.current)).toEqual({ apiKey: fullKey });
    expect(opened.secrets.previous).toEqual([]);
    expect(JSON.stringify(opened)).not.toContain(fullKey);
  });

  it("costs one query and one opening for many at once, and nothing after", async () => {
    const id = await world.credential();
    queries = 0;
    await Promise.all(Array.from({ length: 20 }, () => open(id)));
    expect([queries, world.secretsOpened()]).toEqual([1, 1]);
    await open(id);
    expect([queries, world.secretsOpened()]).toEqual([1, 0]);
  });

  it("a proxied call costs no query once it is in memory", async () => {
    const id = await world.credential();
    const call = () => world.raw("GET", `integrationcredentials/${id}/proxy/customers`);
    await call();
    queries = 0;
    let system = 0;
    const { systemPool } = world.credenza.context.store;
    const count = (): void => void system++;
    await world.credenza.context.broker.flushUsage();
    systemPool.on("acquire", count);
    for (let turn = 0; turn < 10; turn++) expect((await call()).status).toBe(200);
    systemPool.off("acquire", count);
    expect(queries).toBe(0);
    expect(system).toBeLessThanOrEqual(1);
  });

  it("is asked for anew after ten seconds", async () => {
    const id = await world.credential();
    await open(id);
    nowMs += 9_900;
    await open(id);
    expect(world.secretsOpened()).toBe(1);
    nowMs += 200;
    await open(id);
    expect(world.secretsOpened()).toBe(1);
  });

  it("is dropped when the credential changes; the earlier secret stays for as long as was said", async () => {
    const id = await world.credential();
    await open(id);
    const body = { version: 1, apiKey: "test_second_key", previousSecretValidHours: 1 };
    expect((await world.credenza.api("PUT", `integrationcredentials/${id}`, { body })).status).toBe(200);
    await until(async () => (await open(id)).version === 2);
    const { secrets } = await open(id);
    expect(plain(secrets.current)).toEqual({ apiKey: "test_second_key" });
    expect(secrets.previous.map(({ values }) => plain(values))).toEqual([{ apiKey: fullKey }]);
    expect(secrets.previous[0]?.validUntil.getTime()).toBeGreaterThan(nowMs);
  });

  it("is not_found for another organization, whether it is in memory or not", async () => {
    const other = await addOrganization(world.credenza, "Other");
    const id = await world.credential();
    await expect(open(id, other.id)).rejects.toMatchObject({ code: "not_found" });
    await open(id);
    await expect(open(id, other.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(Promise.all([open(id), open(id, other.id)])).rejects.toMatchObject({ code: "not_found" });
    const through = await world.raw("GET", `/organizations/${other.id}/integrationcredentials/${id}/proxy/customers`, {
      token: other.token,
    });
    expect([through.status, world.chargebee.requests.filter(({ url }) => url.includes(id)).length]).toEqual([404, 0]);
  });

  it("refuses deleted, disabled and unfinished ones before it opens them", async () => {
    const { system } = world.credenza.context.store;
    for (const [change, code] of [
      [{ status: "DISABLED" as const }, "credential_disabled"],
      [{ status: "PENDING" as const }, "credential_not_usable"],
      [{ dt_deleted: new Date() }, "credential_deleted"],
    ] as const) {
      const id = await world.credential();
      await system.updateTable("credentials").set(change).where("id", "=", id).execute();
      world.secretsOpened();
      await expect(open(id)).rejects.toMatchObject({ code });
      expect(world.secretsOpened()).toBe(0);
    }
  });
});
