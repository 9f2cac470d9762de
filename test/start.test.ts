import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "./harness.ts";
import { endLeftovers, postgresPid, startProduct } from "./start/started.ts";

const folder = mkdtempSync(join(tmpdir(), "credenza-start-"));
afterEach(endLeftovers);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const organizationId = randomUUID();
const accessKeyId = randomBytes(12).toString("hex");
const apiSecret = randomBytes(24).toString("base64url");
const email = "ada@example.test";
const password = "canary correct horse";
const bootstrap = {
  CREDENZA_BOOTSTRAP_ORG_ID: organizationId,
  CREDENZA_BOOTSTRAP_ORG_NAME: "Analytical Engines",
  CREDENZA_BOOTSTRAP_ADMIN_EMAIL: email,
  CREDENZA_BOOTSTRAP_ADMIN_PASSWORD: password,
  CREDENZA_BOOTSTRAP_ACCESS_KEY_ID: accessKeyId,
  CREDENZA_BOOTSTRAP_API_SECRET: apiSecret,
};

function signInAs(url: string, keyId: string, secret: string): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${keyId}:${secret}`).toString("base64")}`;
  return fetch(`${url}/oauth/token`, {
    method: "POST",
    headers: { authorization },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
}

describe("npm start", () => {
  test("on an empty folder: prints the URL and a one-time token that creates the administrator; SIGTERM ends it with 0", async () => {
    const dataDir = join(folder, "npm");
    const started = await startProduct({ dataDir, npm: true });
    await started.ready();
    expect(started.printed()).toContain(`listens on ${started.url}`);
    expect(started.printed()).toContain(join(dataDir, "root.key"));
    const token = /One-time token: (\S+)/.exec(started.printed())?.[1];
    const answer = await fetch(`${started.url}/auth/setup`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, organizationName: "Analytical Engines", email, password }),
    });
    expect(answer.status).toBe(200);
    expect((await fetch(`${started.url}/`)).headers.get("content-type")).toContain("text/html");

    started.child.kill("SIGTERM");
    expect(await started.ended()).toBe(0);
    expect(postgresPid(dataDir)).toBeUndefined();
  }, 90_000);
});

describe("on a folder with a database", () => {
  const dataDir = join(folder, "data");

  beforeAll(async () => {
    const first = await startProduct({ dataDir, env: bootstrap });
    await first.ready();
    first.child.kill("SIGTERM");
    expect(await first.ended()).toBe(0);
  });

  test("what the bootstrap variables made can sign in, and the terminal shows no setup token", async () => {
    const started = await startProduct({ dataDir });
    await started.ready();
    expect((await signInAs(started.url, accessKeyId, apiSecret)).status).toBe(200);
    const signIn = await fetch(`${started.url}/auth/signin`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    expect(await signIn.json()).toMatchObject({
      signedIn: true,
      organizations: [{ id: organizationId, name: "Analytical Engines" }],
    });
    expect(started.printed()).not.toContain("One-time token");
    expect(started.printed()).not.toContain("canary");
    started.child.kill("SIGINT");
    expect(await started.ended()).toBe(0);
  });

  test("later bootstrap variables change nothing", async () => {
    const other = {
      ...bootstrap,
      CREDENZA_BOOTSTRAP_ACCESS_KEY_ID: "other-key",
      CREDENZA_BOOTSTRAP_ORG_ID: randomUUID(),
    };
    const started = await startProduct({ dataDir, env: other });
    await started.ready();
    expect((await signInAs(started.url, "other-key", apiSecret)).status).toBe(401);
    expect((await signInAs(started.url, accessKeyId, apiSecret)).status).toBe(200);
    started.child.kill("SIGTERM");
    expect(await started.ended()).toBe(0);
  });

  test("a second start says which process has the folder, and leaves the first alone", async () => {
    const first = await startProduct({ dataDir });
    await first.ready();
    const second = await startProduct({ dataDir });
    expect(await second.ended()).toBe(1);
    expect(second.printed()).toContain(`process ${first.child.pid}`);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    first.child.kill("SIGTERM");
    expect(await first.ended()).toBe(0);
  });

  test("it starts again after kill -9, although PostgreSQL went on running", async () => {
    const first = await startProduct({ dataDir });
    await first.ready();
    first.child.kill("SIGKILL");
    await first.ended();
    expect(postgresPid(dataDir)).toBeDefined();
    const second = await startProduct({ dataDir });
    await second.ready();
    expect((await signInAs(second.url, accessKeyId, apiSecret)).status).toBe(200);
    second.child.kill("SIGTERM");
    expect(await second.ended()).toBe(0);
  });

  test("a busy port: says so, and stops the database that it had started", async () => {
    const server = createServer().listen(await freePort(), "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const port = (server.address() as { port: number }).port;
    const started = await startProduct({ dataDir, port });
    expect(await started.ended()).toBe(1);
    expect(started.printed()).toMatch(new RegExp(`Port ${port} .*CREDENZA_PORT`));
    expect(postgresPid(dataDir)).toBeUndefined();
  });

  test("a wrong root key: names the fingerprint that is needed, not the key", async () => {
    const wrong = randomBytes(32).toString("base64");
    const started = await startProduct({ dataDir, env: { CREDENZA_ROOT_KEY: wrong } });
    expect(await started.ended()).toBe(1);
    expect(started.printed()).toMatch(/sealed with root key [0-9a-f]{16}, but the root key here is [0-9a-f]{16}/);
    expect(started.printed()).not.toContain(wrong);
  });

  test("a missing root key: names its place and makes no new one", async () => {
    const file = join(dataDir, "root.key");
    renameSync(file, `${file}.away`);
    onTestFinished(() => renameSync(`${file}.away`, file));
    const started = await startProduct({ dataDir });
    expect(await started.ended()).toBe(1);
    expect(started.printed()).toMatch(/sealed with root key [0-9a-f]{16}, and no root key is here/);
    expect(started.printed()).toContain(file);
    expect(() => readFileSync(file)).toThrow();
  });
});

describe("with settings that cannot work", () => {
  test.each([
    ["CREDENZA_PORT", { CREDENZA_PORT: "eighty" }, "from 0 to 65535"],
    ["DATABASE_URL", { DATABASE_URL: "postgres://u:canary-3@127.0.0.1:9/credenza" }, "the database is down"],
    ["CREDENZA_ROOT_KEY", { CREDENZA_ROOT_KEY: "canary-3" }, "32 random bytes"],
    ["CREDENZA_SYSTEMS_DIR", { CREDENZA_SYSTEMS_DIR: "/nowhere" }, "/nowhere"],
  ])("%s: one clear message, no stack, not the value, exit code 1", async (name, env, words) => {
    const started = await startProduct({ dataDir: join(folder, "unused"), env });
    expect(await started.ended()).toBe(1);
    expect(started.printed()).toContain(name);
    expect(started.printed()).toContain(words);
    expect(started.printed()).not.toContain("canary-3");
    expect(started.printed()).not.toMatch(/^\s+at /m);
  });

  test("a misspelt variable is told at the start", async () => {
    const env = { CREDENZA_LOGLEVEL: "canary-3", CREDENZA_SYSTEMS_DIR: "/nowhere" };
    const started = await startProduct({ dataDir: join(folder, "unused"), env });
    expect(await started.ended()).toBe(1);
    expect(started.printed()).toContain(
      "CREDENZA_LOGLEVEL is set, but Credenza knows no such variable. Did you mean CREDENZA_LOG_LEVEL?",
    );
    expect(started.printed()).not.toContain("canary-3");
  });
});
