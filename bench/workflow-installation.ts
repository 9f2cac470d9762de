import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { pino } from "pino";
import { startBundledPostgres } from "../src/postgres/bundled.ts";
import { type BenchServer, startServer } from "./server.ts";

const firstStored = 1_000;

export interface Workflow {
  id: string;
  path: string;
}

export interface Installation {
  server: BenchServer;
  client: pg.Client;
  plain: Workflow;
  calling: Workflow;
  stop(): Promise<void>;
}

/** A server on a database of its own, with two workflows that run. */
export async function install(systemPort: number, signingKey: string): Promise<Installation> {
  const dataDir = await mkdtemp(join(tmpdir(), "credenza-bench-"));
  const postgres = await startBundledPostgres({ dataDir, log: pino({ level: "error" }) });
  const base = `http://127.0.0.1:${systemPort}`;
  const server = await startServer({ CREDENZA_BASE_URL_CHARGEBEE: base, DATABASE_URL: postgres.url });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  return {
    server,
    client,
    plain: await createWorkflow(server, signingKey, transform),
    calling: await createWorkflow(server, signingKey, await call(server)),
    stop: async () => {
      await client.end();
      await server.stop();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const transform = { id: "step", function: "data.transform", inputs: { value: { expression: "$trigger.body.id" } } };

async function call(server: BenchServer): Promise<object> {
  const chargebee = { name: "C", destination: "CHARGEBEE", apiKey: "test_0123456789", site: "acme" };
  const { id: credentialId } = await server.api("POST", "integrationcredentials", chargebee);
  const inputs = { method: { value: "POST" }, path: { value: "/x" }, body: { expression: "$trigger.body.id" } };
  return { id: "step", function: "system.request", credentialId, inputs };
}

async function createWorkflow(server: BenchServer, signingKey: string, step: object): Promise<Workflow> {
  const stripe = { name: "S", destination: "M3SH_WORKFLOW", type: "STRIPE_SIGNED_REQUEST", signingKey };
  const { id: credentialId } = await server.api("POST", "integrationcredentials", stripe);
  const webhook = await server.api("POST", "incomingwebhooks", { name: "S", credentialId });
  const trigger = { type: "webhook", webhookId: webhook.id, next: ["step"] };
  const definition = { formatVersion: 1, trigger, steps: [step] };
  const { id } = await server.api("POST", "workflows", { name: "Bench", definition });
  await server.api("POST", `workflows/${id}/publish`, { version: 1 });
  await server.api("POST", `workflows/${id}/enable`);
  return { id: String(id), path: new URL(String(webhook.url)).pathname };
}

/** Finished runs, each with its step, as the engine leaves them. */
export async function fill({ client, server, plain }: Installation, total: number): Promise<void> {
  const chunk = 100_000;
  for (let made = firstStored; made < total; made += chunk) {
    await client.query(
      `with ids as (
         select (lpad(to_hex((extract(epoch from now() - interval '2 hours') * 1000)::bigint + n / 100), 12, '0')
           || '7' || substr(md5(random()::text || n), 1, 3) || '8' || substr(md5(random()::text || -n), 1, 15))::uuid as id
         from generate_series($3::int, $3::int + $4::int - 1) as n
       ), runs as (
         insert into workflow_runs (id, organization_id, workflow_id, workflow_version, is_test, trigger_type, trigger_ref,
           input, dt_created, dt_started, status, output, dt_finished)
         select id, $1, $2, 1, false, 'webhook', id::text, json_build_object('body', repeat('x', 900)),
           now() - interval '2 hours', now() - interval '2 hours', 'COMPLETED', '"x"', now() - interval '2 hours'
         from ids returning id
       )
       insert into workflow_run_steps (run_id, step_id, organization_id, status, input, output, dt_started, dt_finished)
       select id, 'step', $1, 'COMPLETED', '{"value":"x"}', '"x"', now(), now() from runs`,
      [server.organizationId, plain.id, made, Math.min(chunk, total - made)],
    );
  }
  await client.query("vacuum analyze workflow_runs");
  await client.query("vacuum analyze workflow_run_steps");
}
