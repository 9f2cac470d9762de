import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { loadConfig } from "../src/config/config.ts";
import { buildConsole } from "../src/console-build.ts";
import { newId } from "../src/crypto/ids.ts";
import { startBundledPostgres } from "../src/postgres/bundled.ts";
import { serve } from "../src/serve.ts";
import { prepareDatabase } from "../src/store/check-database.ts";
import { startFakeChargebee } from "../test/fakes/chargebee.ts";

/** Plays the main story against a fake Chargebee on loopback, on a database that is thrown away, and prints each step. */
const chargebeeKey = `test_${randomBytes(18).toString("base64url")}`;
const administrator = { email: "ada@example.com", password: randomBytes(12).toString("base64url") };
const accessKey = { id: `demo-${newId()}`, secret: randomBytes(32).toString("base64url") };
const organizationId = newId();

let step = 0;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => say(`\n${++step}. ${line}`);

function expectStatus(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what} answered ${found}, not ${wanted}`);
  say(`   ${what}: ${found}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== "object" || address === null) throw new Error("No port is free");
  return address.port;
}

async function story(url: string): Promise<void> {
  tell("A service user gets an access token.");
  const basic = Buffer.from(`${accessKey.id}:${accessKey.secret}`).toString("base64");
  const signedIn = await fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}`, "content-type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  expectStatus("POST /oauth/token", signedIn.status, 200);

  const api = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/organizations/${organizationId}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    if (text.includes(chargebeeKey)) throw new Error("An answer held the key");
    return { status: response.status, body: JSON.parse(text) };
  };

  tell("A Chargebee credential is created. Its key is sealed and never travels back.");
  const chargebee = { name: "Chargebee", destination: "CHARGEBEE", apiKey: chargebeeKey, site: "acme-test" };
  const credential = await api("POST", "integrationcredentials", chargebee);
  expectStatus("POST integrationcredentials", credential.status, 200);
  say(`   ${JSON.stringify(credential.body)}`);

  tell("It is tested.");
  const tested = await api("POST", `integrationcredentials/${credential.body.id}/test`);
  say(`   ${tested.body.verdict}: ${tested.body.summary}`);

  tell("Chargebee is called through the broker, without seeing the key.");
  const proxied = await fetch(
    `${url}/organizations/${organizationId}/integrationcredentials/${credential.body.id}/proxy/customers?limit=1`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  expectStatus("GET proxy/customers", proxied.status, 200);
  say(`   ${(await proxied.text()).slice(0, 160)}`);

  tell("Another host is refused before the key is opened.");
  const refused = await api("POST", `integrationcredentials/${credential.body.id}/request`, {
    method: "GET",
    path: "https://evil.example/",
  });
  expectStatus("POST request to evil.example", refused.status, 403);

  tell("An incoming webhook for Stripe is made, and a rightly and a wrongly signed request are sent to it.");
  const signing = await api("POST", "integrationcredentials", {
    name: "Stripe webhooks",
    destination: "M3SH_WORKFLOW",
    type: "STRIPE_SIGNED_REQUEST",
    signingKey: `whsec_${randomBytes(24).toString("base64url")}`,
  });
  const webhook = await api("POST", "incomingwebhooks", { name: "Stripe", credentialId: signing.body.id });
  for (const wrong of [false, true]) {
    const { body: message } = await api("POST", `incomingwebhooks/${webhook.body.id}/sample/send`, { wrong });
    say(`   ${message.status}${message.reason ? `: ${message.reason}` : ""}`);
    for (const { check, passed } of message.verdict?.steps ?? []) {
      say(`     ${passed === null ? "-" : passed ? "✓" : "✗"} ${check}`);
    }
  }

  tell("A credential in use is not deleted by accident.");
  expectStatus("DELETE", (await api("DELETE", `integrationcredentials/${signing.body.id}`)).status, 409);
  expectStatus(
    "DELETE of the other",
    (await api("DELETE", `integrationcredentials/${credential.body.id}`)).status,
    200,
  );
  const restored = await api("POST", `integrationcredentials/${credential.body.id}/restore`);
  expectStatus("POST restore", restored.status, 200);

  tell("All of it is in the audit trail.");
  const { body: audit } = await api("GET", "audit?pageSize=6");
  for (const { action, actorName } of audit.data) say(`   ${actorName}: ${action}`);
}

const dataDir = await mkdtemp(join(tmpdir(), "credenza-demo-"));
const log = pino({ level: "error" });
const chargebee = await startFakeChargebee({ keys: { [chargebeeKey]: "full" } });
await buildConsole(say);
const postgres = await startBundledPostgres({ dataDir, log });
await prepareDatabase(postgres.url);
const config = loadConfig({
  CREDENZA_DATA_DIR: dataDir,
  CREDENZA_PORT: String(await freePort()),
  CREDENZA_BASE_URL_CHARGEBEE: chargebee.url,
  CREDENZA_BOOTSTRAP_ORG_ID: organizationId,
  CREDENZA_BOOTSTRAP_ORG_NAME: "Demo",
  CREDENZA_BOOTSTRAP_ADMIN_EMAIL: administrator.email,
  CREDENZA_BOOTSTRAP_ADMIN_PASSWORD: administrator.password,
  CREDENZA_BOOTSTRAP_ACCESS_KEY_ID: accessKey.id,
  CREDENZA_BOOTSTRAP_API_SECRET: accessKey.secret,
});
const running = await serve(config, postgres.url, { log });
const stop = async (): Promise<void> => {
  await running.stop();
  await postgres.stop();
  await chargebee.close();
  await rm(dataDir, { recursive: true, force: true });
};
try {
  await story(running.url);
  if (process.stdin.isTTY) {
    say(
      `\nLook around: ${running.url}, as ${administrator.email} with the password ${administrator.password}. Ctrl-C ends it.`,
    );
    await new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  }
} finally {
  await stop();
}
say("\nThe demo ended; nothing was kept.");
