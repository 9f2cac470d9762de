import { createServer } from "node:http";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../src/operations/index.ts";
import { freePort, startCredenza, type TestCredenza } from "../harness.ts";
import { withApp } from "../systems/app-for.ts";
import { found, plant, planted, plantIn, spellings } from "./canaries.ts";
import { readConsole } from "./read-console.ts";

let credenza: TestCredenza;
let stopVendor: () => void;
const answers: string[] = [];

/** Every operation and route runs with marked secrets; what each answers is kept and searched. */
beforeAll(async () => {
  const port = await freePort();
  const vendor = createServer((request, response) => {
    response.setHeader("x-echo", String(request.headers.authorization));
    response.writeHead(401, { "content-type": "application/json" });
    response.end(JSON.stringify({ message: "No", youSent: request.headers }));
  }).listen(port, "127.0.0.1");
  stopVendor = () => vendor.close();
  const base = `http://127.0.0.1:${port}`;
  credenza = await startCredenza({ env: { CREDENZA_BASE_URL_CHARGEBEE: base, CREDENZA_BASE_URL_M3TER: base } });
  await runEverything();
}, 180_000);

afterAll(async () => {
  await credenza?.stop();
  stopVendor?.();
});

async function call(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const answer = await credenza.api(method, path, { body, headers });
  answers.push(`${method} ${path}\n${answer.text}\n${JSON.stringify([...answer.headers])}`);
  return answer.body ?? {};
}

async function runEverything(): Promise<void> {
  const { systems } = credenza.context.registry;
  for (const system of systems) {
    for (const destination of Object.keys(system.destinations)) {
      for (const type of credenza.context.registry.typesOf(destination)) {
        await liveOfACredential(destination, type.id, type.fields, type.examples.fields);
      }
    }
  }
  await outgoingWithCanaries();
  await accessWithCanaries();
  await call("GET", "/openapi.json");
  await call("GET", "/metrics");
  await call("GET", "audit?pageSize=200");
  await call("GET", "systems");
}

type Fields = Record<string, { secret: boolean; pattern?: string; credentialType?: string }>;

async function liveOfACredential(destination: string, type: string, fields: Fields, example: Record<string, string>) {
  const values = (): Record<string, string> =>
    Object.fromEntries(
      Object.entries(example).map(([name, value]) => [
        name,
        fields[name]?.secret ? plantIn(fields[name], value) : value,
      ]),
    );
  const named = await withApp(credenza, destination, fields, values());
  const given = { name: `${destination} ${type}`, destination, type, ...named };
  await call("POST", "integrationcredentials", { ...given, surprise: plant() });
  await call("POST", "integrationcredentials", { ...given, type: plant() });
  await call("POST", "integrationcredentials", JSON.stringify(given).slice(0, -1));
  const { id } = await call("POST", "integrationcredentials", given, { "idempotency-key": `${destination}-${type}` });
  expect(id, `${destination} ${type}: ${answers.at(-1)?.slice(0, 600)}`).toBeTypeOf("string");
  const path = `integrationcredentials/${id}`;
  await call("POST", `${path}/test`);
  await call("POST", `${path}/request`, {
    method: "GET",
    path: "/echo",
    headers: { authorization: plant(), "x-note": "a" },
  });
  await call("POST", `${path}/request`, { method: "GET", path: "https://evil.test/", query: { a: "b" } });
  await call("GET", `${path}/proxy/echo`);
  await call("PUT", path, { version: 1, ...values(), previousSecretValidHours: 1 });
  await call("PUT", path, { version: 1, ...values() });
  await rotateOf(path, fields, values());
  if (destination === "M3SH_WORKFLOW") await webhookOf(id);
  for (const read of ["", "/usage", "/audit"]) await call("GET", `${path}${read}`);
  await call("POST", `${path}/disable`);
  await call("POST", `${path}/enable`);
  await call("DELETE", path);
  await call("DELETE", `${path}?force=true`);
  await call("POST", `${path}/restore`);
}

async function rotateOf(path: string, fields: Fields, values: Record<string, string>): Promise<void> {
  const { version } = await call("GET", path);
  const secrets = Object.fromEntries(Object.entries(values).filter(([name]) => fields[name]?.secret));
  await call("POST", `${path}/rotate`, { version: version + 7, ...secrets });
  await call("POST", `${path}/rotate`, { version, ...secrets });
}

async function webhookOf(credentialId: string): Promise<void> {
  const webhook = await call("POST", "incomingwebhooks", { name: "In", credentialId });
  const path = `incomingwebhooks/${webhook.id}`;
  const refused = { authorization: `Basic ${Buffer.from(`sender:${plant()}`).toString("base64")}`, cookie: plant() };
  await fetch(webhook.url, { method: "POST", body: "{}", headers: refused });
  await fetch(webhook.url, { method: "POST", body: "{}", headers: { authorization: `Bearer ${plant()}` } });
  await call("POST", `${path}/sample`, {});
  await call("POST", `${path}/sample/send`, {});
  await call("POST", `${path}/sample/send`, { wrong: true });
  const { data } = await call("GET", `${path}/messages`);
  for (const message of data as { id: string }[]) {
    await call("GET", `${path}/messages/${message.id}`);
    await call("POST", `${path}/messages/${message.id}/verify`);
    await call("POST", `${path}/messages/${message.id}/replay`);
  }
}

async function outgoingWithCanaries(): Promise<void> {
  const path = "integrationdestinations/webhooks";
  const credentials = (): object => ({ type: "M3TER_SIGNED_REQUEST", apiKey: "key_1", secret: plant() });
  const given = { name: "Out", description: "Books", url: "https://127.0.0.1:9/notify" };
  await call("POST", path, { ...given, credentials: { ...credentials(), surprise: plant() } });
  await call("POST", path, { ...given, url: plant(), credentials: credentials() });
  const { id } = await call("POST", path, { ...given, credentials: credentials() }, { "idempotency-key": "out" });
  expect(id).toBeTypeOf("string");
  await call("POST", `${path}/${id}/rotate`, { secret: plant(), previousSecretValidHours: "1" });
  await call("POST", `${path}/${id}/rotate`, { secret: plant() });
  await call("PUT", `${path}/${id}`, { version: 99, credentials: credentials() });
  await call("POST", `${path}/${id}/test`);
  await call("GET", `${path}/${id}`);
  await call("GET", `${path}/${id}/deliveries`);
}

async function accessWithCanaries(): Promise<void> {
  await call("POST", "users", { email: "second@example.test", password: plant() });
  await call("POST", "users", { email: "second@example.test", password: plant() });
  await call("POST", "/auth/signin", { email: "second@example.test", password: plant() });
  await call("POST", "/auth/setup", {
    token: plant(),
    organizationName: "x",
    email: "x@example.test",
    password: plant(),
  });
  const wrong = Buffer.from(`${credenza.admin.accessKeyId}:${plant()}`).toString("base64");
  await call("POST", "/oauth/token", { grant_type: "client_credentials" }, { authorization: `Basic ${wrong}` });
  await call("GET", "serviceusers", undefined, { authorization: `Bearer ${plant()}` });
}

describe("canary secrets", () => {
  it("were planted in every type", () => {
    expect(planted.size).toBeGreaterThan(60);
    expect(answers.length).toBeGreaterThan(100);
    expect(operations.length).toBeGreaterThan(10);
  });

  it("would be found if they were there", () => {
    const [secret = ""] = planted;
    for (const spelling of spellings(secret)) expect(found(`before ${spelling} after`)).not.toEqual([]);
    expect(found(Buffer.from(`user:${secret}`).toString("base64"))).not.toEqual([]);
  });

  it("stand in no answer", () => {
    expect(answers.filter((answer) => found(answer).length > 0)).toEqual([]);
  });

  it("stand on no page of the Console, in nothing that it reads and in nothing that the browser keeps", async () => {
    const pages = await readConsole(credenza, plant);
    expect(pages.length).toBeGreaterThan(35);
    expect(pages.filter((page) => found(page.text).length > 0).map(({ path }) => path)).toEqual([]);
  }, 240_000);
});

describe("canary secrets, once everything is written", () => {
  beforeAll(async () => {
    await credenza.context.broker.close();
    await credenza.context.incoming.close();
  });

  it("stand in no log line", () => {
    expect(credenza.logs.filter((line) => found(line).length > 0)).toEqual([]);
  });

  it("stand in no row of any table", async () => {
    const client = new pg.Client({ connectionString: credenza.databaseUrl });
    await client.connect();
    const { rows: tables } = await client.query(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    let searched = 0;
    for (const { name } of tables as { name: string }[]) {
      const { rows } = await client.query(`select t::text as row from ${name} t`);
      searched += rows.length;
      const leaks = (rows as { row: string }[]).filter(({ row }) => found(row).length > 0);
      expect(leaks, name).toEqual([]);
    }
    await client.end();
    expect(searched).toBeGreaterThan(50);
  });
});
