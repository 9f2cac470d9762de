import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../src/crypto/ids.ts";
import {
  claimRuns,
  finishAttempt,
  freezeRequests,
  type HeldRun,
  nextRunDueMs,
  recordStep,
} from "../../src/store/integration-queue.ts";
import { findIntegrationRun, listLog } from "../../src/store/integration-runs.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

let credenza: TestCredenza;
beforeAll(async () => {
  credenza = await startCredenza();
  await credenza.context.integrations.stop();
});
afterAll(() => credenza?.stop());

const query = (text: string, values: unknown[] = []) => credenza.context.store.systemPool.query(text, values);
const inside = <T>(work: Parameters<typeof credenza.context.store.inOrganization<T>>[1]) =>
  credenza.context.store.inOrganization(credenza.organizationId, work);
const claim = (worker: string, leaseMs = 60_000): Promise<HeldRun[]> =>
  claimRuns(credenza.context.store.systemPool, { worker, leaseMs, aheadMs: 0 }, { perConfig: 4, atMost: 16 });

async function addConfigs(count: number): Promise<string[]> {
  const { rows } = await query(
    `insert into integration_configs (id, organization_id, name, entity_type, destination, config_data)
     select gen_random_uuid(), $1, 'Idle', 'Bill', 'STRIPE_TEST', '{}' from generate_series(1, $2) returning id`,
    [credenza.organizationId, count],
  );
  return rows.map(({ id }) => id);
}

async function addRun(configId: string | undefined, dueAt = "now()"): Promise<string> {
  const id = newId();
  await query(
    `insert into integration_runs
       (id, organization_id, config_id, request_key, entity_type, entity_id, destination, input, due_at)
     values ($1::uuid, $2, $3, $1, 'Bill', $1::text, 'STRIPE_TEST', '{}', ${dueAt})`,
    [id, credenza.organizationId, configId],
  );
  return id;
}

const request = { method: "POST", path: "/v1/customers", format: "json" as const, body: null };
const entry = { attempt: 1, dtStarted: "", durationMs: 1, request: null, response: null, error: null };

test("each configuration gets its share, whichever others wait, and what is due later is known", async () => {
  const [a, b, later] = await addConfigs(3);
  for (let run = 0; run < 6; run++) await addRun(a);
  await addRun(b);
  await addRun(later, "now() + interval '1 hour'");
  expect(await claim(newId())).toHaveLength(5);
  await query("update integration_runs set due_at = null where leased_by is null and config_id <> $1", [later]);
  await query("update integration_runs set due_at = null where leased_by is not null");
  const dueMs = await nextRunDueMs(credenza.context.store.systemPool, 0);
  expect(dueMs).toBeGreaterThan(3_500_000);
  expect(dueMs).toBeLessThan(3_600_001);
  await query("delete from integration_runs");
  expect(await nextRunDueMs(credenza.context.store.systemPool, 0)).toBeUndefined();
});

test.each(["another worker", "the same worker"])(
  "an attempt that outlived its lease writes nothing once %s has the run",
  async (who) => {
    const [config] = await addConfigs(1);
    const id = await addRun(config);
    const worker = newId();
    const [slow] = await claim(worker, -1);
    const [quick] = await claim(who === "the same worker" ? worker : newId());
    if (!slow || !quick) throw new Error("The run was not given out twice");
    expect([slow.id, quick.id, slow.attempt, quick.attempt]).toEqual([id, id, 1, 2]);
    expect(await inside((tx) => freezeRequests(tx, quick, [request]))).toBe(true);
    expect(await inside((tx) => recordStep(tx, quick, 0, { ...entry, attempt: 2 }, [{ id: "of the quick one" }]))).toBe(
      true,
    );
    expect(await inside((tx) => freezeRequests(tx, slow, []))).toBe(false);
    expect(await inside((tx) => recordStep(tx, slow, 0, entry, []))).toBe(false);
    const outcome = { status: "ERROR" as const, error: "late", url: null, externalId: null, nextAt: null };
    expect(await inside((tx) => finishAttempt(tx, slow, outcome, new Date()))).toBe(false);
    const run = await inside((tx) => findIntegrationRun(tx, id));
    expect(run).toMatchObject({ status: "STARTED", requests: [request], answers: [{ id: "of the quick one" }] });
    expect((await inside((tx) => listLog(tx, id))).map(({ attempt }) => attempt)).toEqual([1, 2]);
    await query("delete from integration_runs");
  },
);

test("ten thousand configurations with nothing to do cost a wake nothing", async () => {
  const probes = async (): Promise<number> => {
    const { rows } = await query(
      "select idx_scan + seq_scan as n from pg_stat_user_tables where relname = 'integration_runs'",
    );
    return Number(rows[0].n);
  };
  const settled = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await query("select pg_stat_clear_snapshot()");
    return probes();
  };
  await addConfigs(10_000);
  await query("vacuum analyze integration_configs");
  const before = await settled();
  for (let turn = 0; turn < 10; turn++) await claim(newId());
  const after = await settled();
  expect(after - before).toBeLessThan(100);
});
