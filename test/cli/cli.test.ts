import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type FakeChargebee, startFakeChargebee } from "../fakes/chargebee.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

const key = "test_cli_0aBcD1eFgH2iJkL3";

let credenza: TestCredenza;
let chargebee: FakeChargebee;
let home: string;

beforeAll(async () => {
  chargebee = await startFakeChargebee({ keys: { [key]: "full" } });
  credenza = await startCredenza({ env: { CREDENZA_BASE_URL_CHARGEBEE: chargebee.url } });
  home = await mkdtemp(join(tmpdir(), "credenza-cli-"));
  await writeFile(join(home, "key"), `${key}\n`);
});

afterAll(async () => {
  await credenza?.stop();
  await chargebee?.close();
  await rm(home, { recursive: true, force: true });
});

const signedIn = () => ({
  CREDENZA_URL: credenza.url,
  CREDENZA_ORGANIZATION_ID: credenza.organizationId,
  CREDENZA_ACCESS_KEY_ID: credenza.admin.accessKeyId,
  CREDENZA_API_SECRET: credenza.admin.apiSecret,
});

async function cli(args: string[], options: { env?: Record<string, string>; stdin?: string } = {}) {
  const { PATH = "", NODE_COMPILE_CACHE = "" } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, XDG_CONFIG_HOME: home, ...(options.env ?? signedIn()) };
  const child = spawn(process.execPath, [inject("cliFile"), ...args], { env });
  child.stdin.end(options.stdin ?? "");
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on("exit", resolve)),
  ]);
  return { out, err, code, json: () => JSON.parse(out) };
}

const create = (...more: string[]) => [
  ...["credentials", "create", "--name", "From the command line", "--destination", "CHARGEBEE", "--site", "acme-test"],
  ...more,
];

describe("the command line", () => {
  it("creates, tests, lists and deletes a credential, its key read from a file", async () => {
    const created = await cli(create("--api-key", `@${join(home, "key")}`));
    expect(created).toMatchObject({ code: 0, err: "" });
    const { id, sealedFields, status } = created.json();
    expect({ sealedFields, status }).toEqual({ sealedFields: ["apiKey"], status: "UNTESTED" });
    expect((await cli(["credentials", "test", id])).json()).toMatchObject({ verdict: "working" });
    expect((await cli(["credentials", "list", "--destination", "CHARGEBEE"])).json().data).toMatchObject([{ id }]);
    const changed = await cli(["credentials", "update", id, "--name", "Renamed", "--apiKey", "-"], { stdin: key });
    expect(changed).toMatchObject({ code: 0, err: "" });
    expect(changed.json()).toMatchObject({ name: "Renamed", version: 2 });
    const called = await cli(["credentials", "request", id, "--method", "GET", "--path", "/customers?limit=1"]);
    expect(called.json()).toMatchObject({ status: 200 });
    expect((await cli(["credentials", "delete", id])).json()).toMatchObject({ id });
    expect((await cli(["credentials", "get", id])).json().dtDeleted).not.toBeNull();
  });

  it("keeps what login was told in a file that only its owner reads, and forgets it", async () => {
    await writeFile(join(home, "secret"), credenza.admin.apiSecret);
    const given = ["--url", credenza.url, "--organization-id", credenza.organizationId];
    const key = ["--access-key-id", credenza.admin.accessKeyId, "--api-secret", `@${join(home, "secret")}`];
    const login = await cli(["login", ...given, ...key], { env: {} });
    expect(login).toMatchObject({ code: 0, err: "" });
    expect(login.out).toContain("Signed in to Analytical Engines");
    const file = join(home, "credenza", "profile.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ organizationId: credenza.organizationId });
    expect((await cli(["systems", "list"], { env: {} })).json().data.length).toBeGreaterThan(3);
    expect((await cli(["logout"], { env: {} })).code).toBe(0);
    expect(await cli(["systems", "list"], { env: {} })).toMatchObject({
      code: 1,
      err: expect.stringContaining("CREDENZA_URL"),
    });
  });

  it("does not take a secret from its arguments, and does not repeat it", async () => {
    const refused = await cli(create("--apiKey", key));
    expect(refused).toMatchObject({ code: 1, out: "", err: expect.stringContaining("--apiKey is a secret") });
    expect(refused.err).not.toContain(key);
  });

  it.each([
    [["credentials", "lisst"], "no command"],
    [["credentials", "list", "--colour", "red"], "--colour"],
    [["credentials", "get"], "credenza credentials get ID"],
    [["credentials", "get", "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10"], "not_found"],
    [["incoming-webhooks", "create", "--name", "x"], "--credentialId"],
    [
      ["incoming-webhooks", "create", "--name", "x", "--credential-id", "y", "--options", "{"],
      "--options must be JSON",
    ],
    [["request", "GET", "systems"], "credenza request METHOD /path"],
  ])("%j fails with a sentence that says %j", async (args, words) => {
    expect(await cli(args)).toMatchObject({ code: 1, out: "", err: expect.stringContaining(words) });
  });

  it("says it when the server is not there", async () => {
    const env = { ...signedIn(), CREDENZA_URL: "http://127.0.0.1:9" };
    expect(await cli(["systems", "list"], { env })).toMatchObject({
      code: 1,
      err: expect.stringContaining("Nobody answers"),
    });
  });

  it("lists every command and the flags of one", async () => {
    expect((await cli(["help"])).out).toContain("incoming-webhooks");
    expect((await cli(["incoming-webhooks", "create", "--help"])).out).toContain("--credentialId (required)");
  });

  it("makes any call of the API", async () => {
    const answer = await cli(["request", "post", "/serviceusers", "--body", '{"name":"Robot"}']);
    expect(answer.json()).toMatchObject({ name: "Robot", version: 1 });
  });
});
