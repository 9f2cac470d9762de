import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BrokerWorld, startBrokerWorld } from "./start.ts";

let world: BrokerWorld;
let nowMs = Date.parse("2026-11-24T10:30:00Z");
const start = nowMs;

beforeAll(async () => {
  world = await startBrokerWorld({ now: () => nowMs });
});
afterAll(() => world.stop());

const usage = async (id: string) => {
  await world.credenza.context.broker.flushUsage();
  return (await world.credenza.api("GET", `integrationcredentials/${id}/usage`)).body;
};
const call = (id: string, path = "/customers") => world.raw("GET", `integrationcredentials/${id}/proxy${path}`);

describe("usage of a credential", () => {
  it("counts calls and failures by the hour, and when it was last used", async () => {
    const id = await world.credential();
    expect(await usage(id)).toMatchObject({ calls: [], callsLast24Hours: 0, lastUsedAt: null });
    await Promise.all(Array.from({ length: 5 }, () => call(id)));
    await call(id, "/nowhere");
    const body = { method: "GET", path: "/customers" };
    await world.credenza.api("POST", `integrationcredentials/${id}/request`, { body });
    expect(await usage(id)).toMatchObject({
      calls: [{ hour: "2026-11-24T10:00:00.000Z", calls: 7, failures: 1 }],
      callsLast24Hours: 7,
      lastUsedAt: new Date(start).toISOString(),
    });
    await call(id);
    nowMs += 3_600_000;
    await call(id);
    expect((await usage(id)).calls).toEqual([
      { hour: "2026-11-24T10:00:00.000Z", calls: 8, failures: 1 },
      { hour: "2026-11-24T11:00:00.000Z", calls: 1, failures: 0 },
    ]);
  });

  it("keeps what could not be written", async () => {
    const id = await world.credential();
    await world.credenza.context.store.system.schema.alterTable("credential_calls").renameTo("away").execute();
    await call(id);
    await world.credenza.context.broker.flushUsage();
    await call(id);
    await world.credenza.context.broker.flushUsage();
    await world.credenza.context.store.system.schema.alterTable("away").renameTo("credential_calls").execute();
    expect((await usage(id)).callsLast24Hours).toBe(2);
  });

  it("of a destroyed credential is dropped without harm to the others", async () => {
    const [gone, kept] = [await world.credential(), await world.credential()];
    await call(gone);
    await call(kept);
    await world.credenza.context.store.system.deleteFrom("credentials").where("id", "=", gone).execute();
    expect((await usage(kept)).callsLast24Hours).toBe(1);
  });

  it("costs one write however many calls there were, and none while nothing is called", async () => {
    const id = await world.credential();
    await world.credenza.context.broker.flushUsage();
    const { systemPool } = world.credenza.context.store;
    const statements: string[] = [];
    systemPool.on("acquire", () => statements.push("one"));
    await Promise.all(Array.from({ length: 30 }, () => call(id)));
    await world.credenza.context.broker.flushUsage();
    expect(statements.length).toBeLessThanOrEqual(2);
    statements.length = 0;
    await world.credenza.context.broker.flushUsage();
    expect(statements).toEqual([]);
  });

  it("is written when the server stops", async () => {
    const other = await startBrokerWorld();
    const id = await other.credential();
    await other.raw("GET", `integrationcredentials/${id}/proxy/customers`);
    const { store, broker } = other.credenza.context;
    await broker.close();
    const rows = await store.system
      .selectFrom("credential_calls")
      .select("calls")
      .where("credential_id", "=", id)
      .execute();
    expect(rows).toEqual([{ calls: 1 }]);
    await other.stop();
  });
});
