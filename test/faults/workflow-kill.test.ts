import { createHmac, randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CredenzaProcess, startProcess } from "../process.ts";
import { type CountingSystem, startCountingSystem } from "./counting-system.ts";

const runs = 2_000;
const steps = 5;
/** Each tenth event starts a run that waits for another run between its two calls. */
const parents = runs / 10;
const allCalls = (runs - parents) * steps + parents * 4;
const kills = 20;
const signingKey = "whsec_kill_test_signing_key";

let system: CountingSystem;
let api: CredenzaProcess;
let workers: CredenzaProcess[];
let hookUrl: string;
let parentHookUrl: string;

beforeAll(async () => {
  system = await startCountingSystem();
});
afterAll(async () => {
  for (const worker of workers ?? []) await worker.stop();
  await api?.stop();
  await system?.close();
});

const rootKey = randomBytes(32).toString("base64");
const env = () => ({
  CREDENZA_ROOT_KEY: rootKey,
  CREDENZA_BASE_URL_CHARGEBEE: system.url,
  CREDENZA_LOG_LEVEL: "error",
});

async function post(path: string, body: unknown = {}) {
  const answer = await api.api("POST", path, { body });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
}

async function createWorkflows(): Promise<void> {
  const chargebee = { name: "C", destination: "CHARGEBEE", apiKey: "test_0123456789", site: "acme" };
  const { id: credentialId } = await post("integrationcredentials", chargebee);
  const stripe = { name: "S", destination: "M3SH_WORKFLOW", type: "STRIPE_SIGNED_REQUEST", signingKey };
  const { id: verifier } = await post("integrationcredentials", stripe);
  const call = {
    ...{ function: "system.request", credentialId, retry: { attempts: 20, firstDelaySeconds: 1, factor: 1 } },
    inputs: { method: { value: "POST" }, path: { value: "/count" }, body: { expression: "$trigger.body.id" } },
  };
  const enable = async (name: string, trigger: object, chain: object[]): Promise<string> => {
    const list = chain.map((step, index) => ({
      ...{ ...step, id: `s${index}` },
      next: index + 1 < chain.length ? { next: [`s${index + 1}`] } : {},
    }));
    const definition = { formatVersion: 1, trigger: { ...trigger, next: ["s0"] }, steps: list };
    const { id } = await post("workflows", { name, definition });
    await post(`workflows/${id}/publish`, { version: 1 });
    await post(`workflows/${id}/enable`);
    return id;
  };
  const enableWithHook = async (name: string, chain: object[]): Promise<string> => {
    const webhook = await post("incomingwebhooks", { name, credentialId: verifier });
    await enable(name, { type: "webhook", webhookId: webhook.id }, chain);
    return webhook.url;
  };
  const five = Array.from({ length: steps }, () => call);
  hookUrl = await enableWithHook("Five", five);
  const child = await enable("Child", { type: "workflow" }, [call, call]);
  const body = { expression: "$trigger.body" };
  const inputs = { workflowId: { value: child }, body, wait: { value: true } };
  parentHookUrl = await enableWithHook("Parent", [call, { function: "workflow.start", inputs }, call]);
}

/** Sends every event until it is acknowledged, a few at a time. */
async function sendAll(): Promise<void> {
  let next = 0;
  const send = async (): Promise<void> => {
    for (let index = next++; index < runs; index = next++) {
      while (!(await deliver(index % 10 === 0 ? parentHookUrl : hookUrl, `evt_${index}`)))
        await new Promise((resolve) => setTimeout(resolve, 30));
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
  };
  await Promise.all(Array.from({ length: 8 }, send));
}

async function deliver(url: string, id: string): Promise<boolean> {
  const body = JSON.stringify({ id, object: "event", type: "invoice.paid" });
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", signingKey).update(`${timestamp}.${body}`).digest("hex");
  const headers = { "stripe-signature": `t=${timestamp},v1=${signature}`, "content-type": "application/json" };
  return fetch(url, { method: "POST", body, headers }).then(
    (response) => response.status === 202 || response.status === 200,
    () => false,
  );
}

interface Finished {
  completed: number;
  others: number;
  active: number;
}

async function countRuns(client: pg.Client): Promise<Finished> {
  const { rows } = await client.query(`select
    (select count(*)::int from workflow_runs where status = 'COMPLETED') as completed,
    (select count(*)::int from workflow_runs where status <> 'COMPLETED') as others,
    (select count(*)::int from workflow_active_runs) as active`);
  return rows[0];
}

async function untilOver(client: pg.Client): Promise<Finished> {
  const deadline = Date.now() + 90_000;
  let last = await countRuns(client);
  while (Date.now() < deadline && last.completed + last.others < runs + parents) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    last = await countRuns(client);
  }
  return last;
}

describe.each([
  { name: "one process that does all", roles: [] as string[] },
  { name: "one API process and two workers", roles: ["worker", "worker"] },
])("kill -9 of $name, again and again", ({ roles }) => {
  it(`${runs} runs complete, those that wait for another run too, and no completed step is done again`, {
    timeout: 400_000,
  }, async () => {
    system.calls.clear();
    api = await startProcess({ ...env(), ...(roles.length > 0 ? { CREDENZA_ROLE: "api" } : {}) });
    workers = [];
    for (const role of roles)
      workers.push(await startProcess({ ...env(), DATABASE_URL: api.databaseUrl, CREDENZA_ROLE: role }));
    await createWorkflows();
    const client = new pg.Client({ connectionString: api.databaseUrl });
    await client.connect();

    const sending = sendAll();
    const victims = [api, ...workers];
    for (let kill = 0; kill < kills; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 200 + ((kill * 37) % 300)));
      const victim = victims[kill % victims.length] ?? api;
      await victim.kill();
      await victim.start();
    }
    await sending;
    const sentAt = Date.now();
    const finished = await untilOver(client);
    const drainSeconds = (Date.now() - sentAt) / 1000;

    expect(finished).toEqual({ completed: runs + parents, others: 0, active: 0 });
    const { rows: waited } = await client.query(
      "select count(*)::int as children, count(distinct parent_run_id)::int as parents from workflow_runs where parent_run_id is not null",
    );
    expect(waited).toEqual([{ children: parents, parents }]);
    const { rows: journal } = await client.query(
      `select s.idempotency_key as key, s.dt_finished as at from workflow_run_steps s
       where s.status = 'COMPLETED' and s.output ->> 'runId' is null`,
    );
    await client.end();
    expect(journal).toHaveLength(allCalls);
    expect(new Set(journal.map(({ key }) => key)).size, "one key per step").toBe(allCalls);
    expect([...system.calls.keys()].toSorted()).toEqual(journal.map(({ key }) => key).toSorted());
    const doneAgain = journal.filter(({ key, at }) => Math.max(...(system.calls.get(key) ?? [])) > at.getTime());
    expect(doneAgain, "a call came after its step was journaled").toEqual([]);
    const repeated = [...system.calls.values()].filter((calls) => calls.length > 1).length;
    console.log(
      `${roles.length + 1} processes: ${repeated} of ${allCalls} calls repeated; drained in ${drainSeconds} s`,
    );
    expect(repeated, "only what was in flight at a kill is repeated").toBeLessThan(kills * 450);
    expect(drainSeconds, "nothing is stuck").toBeLessThan(30);
    for (const worker of workers) await worker.stop();
    workers = [];
    await api.stop();
  });
});
