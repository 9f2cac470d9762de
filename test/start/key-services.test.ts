import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/config.ts";
import { findRootKey } from "../../src/vault/root-key.ts";
import { SealBroken } from "../../src/vault/sealed-value.ts";
import {
  type FakeKeyServices,
  fakeArn,
  fakeAwsKeys,
  fakeGoogleKey,
  fakeVaultToken,
  startFakeKeyServices,
} from "../fakes/key-services.ts";
import { startCredenza } from "../harness.ts";

const folder = mkdtempSync(join(tmpdir(), "credenza-keys-"));
const keyFile = join(folder, "google.json");
let services: FakeKeyServices;
beforeAll(async () => {
  services = await startFakeKeyServices();
  writeFileSync(keyFile, JSON.stringify(services.googleKeyFile));
});
beforeEach(() => services.refuse(false));
afterAll(async () => {
  await services?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Settings = () => Record<string, string>;
const aws: Settings = () => ({
  CREDENZA_ROOT_KEY: `awskms:${fakeArn}`,
  AWS_ACCESS_KEY_ID: fakeAwsKeys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: fakeAwsKeys.secretAccessKey,
  CREDENZA_BASE_URL_AWSKMS: services.url,
});
const google: Settings = () => ({
  CREDENZA_ROOT_KEY: `gcpkms:${fakeGoogleKey}`,
  GOOGLE_APPLICATION_CREDENTIALS: keyFile,
  CREDENZA_BASE_URL_GCPKMS: services.url,
});
const vault: Settings = () => ({
  CREDENZA_ROOT_KEY: "vault-transit:transit/credenza",
  VAULT_ADDR: services.url,
  VAULT_TOKEN: fakeVaultToken,
  VAULT_NAMESPACE: "team",
});

const rootKey = (env: Record<string, string>) => {
  const found = findRootKey(loadConfig({ CREDENZA_DATA_DIR: folder, ...env }));
  if (!found) throw new Error("No root key");
  return found;
};

describe.each<[string, Settings, wrongs: Record<string, string>]>([
  ["AWS KMS", aws, { AWS_SECRET_ACCESS_KEY: "wrong" }],
  ["Google Cloud KMS", google, {}],
  ["Vault", vault, { VAULT_TOKEN: "wrong" }],
])("a root key in %s", (name, settings, wrong) => {
  it("opens what it wrapped, under the same data only", async () => {
    const key = rootKey(settings());
    const wrapped = await key.wrap(Buffer.from("a data key"), "place one");
    expect(wrapped).toMatch(new RegExp(`^ks1\\.${key.fingerprint}\\.`));
    expect(wrapped).not.toContain(Buffer.from("a data key").toString("base64url"));
    expect((await key.unwrap(wrapped, "place one")).toString()).toBe("a data key");
    await expect(key.unwrap(wrapped, "place two")).rejects.toThrow(SealBroken);
    await expect(key.unwrap(wrapped.replace(/.....$/, "AAAAA"), "place one")).rejects.toThrow(SealBroken);
    await expect(key.unwrap("cz1.a.b.c", "place one")).rejects.toThrow(SealBroken);
  });

  it("says who refused, and nothing of tokens or answers", async () => {
    services.refuse(true);
    const refusal = (env: Record<string, string>): Promise<string> =>
      rootKey(env)
        .wrap(Buffer.from("x"), "d")
        .catch((error: Error) => error.message);
    const messages = [await refusal(settings())];
    services.refuse(false);
    if (Object.keys(wrong).length > 0) messages.push(await refusal({ ...settings(), ...wrong }));
    for (const message of messages) {
      expect(message).toContain(`The root key is in ${name}, which refused`);
      expect(message).not.toMatch(/c4n4ry|ya29/);
    }
  });

  it("says it when it cannot be reached", async () => {
    const gone = Object.entries(settings()).map(([key, value]) => [
      key,
      value.replace(services.url, "http://127.0.0.1:9"),
    ]);
    await expect(rootKey(Object.fromEntries(gone)).wrap(Buffer.from("x"), "d")).rejects.toThrow(
      `${name}, which cannot be reached`,
    );
  });

  it("keeps the credentials of an installation, through a start anew", { timeout: 90_000 }, async () => {
    const env = settings();
    const first = await startCredenza({ env });
    try {
      const body = { name: "Billing", destination: "M3SH_WORKFLOW", username: "u", password: "a password" };
      const { body: credential } = await first.api("POST", "integrationcredentials", { body });
      const { body: hook } = await first.api("POST", "incomingwebhooks", {
        body: { name: "H", credentialId: credential.id },
      });
      const second = await startCredenza({ env, databaseUrl: first.databaseUrl });
      const sent = await fetch(hook.url.replace(first.url, second.url), {
        method: "POST",
        body: "{}",
        headers: { authorization: `Basic ${Buffer.from("u:a password").toString("base64")}` },
      });
      await second.stop();
      expect(sent.status).toBe(202);
      services.refuse(true);
      await expect(startCredenza({ env, databaseUrl: first.databaseUrl })).rejects.toThrow(`in ${name}, which refused`);
      services.refuse(false);
      const other = { CREDENZA_ROOT_KEY: Buffer.alloc(32, 7).toString("base64") };
      await expect(startCredenza({ env: other, databaseUrl: first.databaseUrl })).rejects.toThrow(
        "is sealed with root key",
      );
    } finally {
      services.refuse(false);
      await first.stop();
    }
  });
});

it("Google's token is fetched once, with a signed assertion, and used until it expires", async () => {
  const before = services.calls.filter((path) => path === "/token").length;
  const key = rootKey(google());
  const wrapped = await key.wrap(Buffer.from("x"), "d");
  await key.unwrap(wrapped, "d");
  expect(services.calls.filter((path) => path === "/token").length - before).toBe(1);
});

it("a root key file may hold the reference", async () => {
  const file = join(folder, "reference");
  const { CREDENZA_ROOT_KEY: reference = "", ...env } = vault();
  writeFileSync(file, `${reference}\n`);
  const key = rootKey({ ...env, CREDENZA_ROOT_KEY_FILE: file });
  expect(key.fingerprint).toBe(rootKey(vault()).fingerprint);
});

it.each<[string, Record<string, string>]>([
  ["the ARN of a key", { CREDENZA_ROOT_KEY: "awskms:c4n4ry" }],
  ["AWS_ACCESS_KEY_ID", { CREDENZA_ROOT_KEY: `awskms:${fakeArn}` }],
  ["projects/", { CREDENZA_ROOT_KEY: "gcpkms:c4n4ry" }],
  [
    "GOOGLE_APPLICATION_CREDENTIALS",
    { CREDENZA_ROOT_KEY: `gcpkms:${fakeGoogleKey}`, GOOGLE_APPLICATION_CREDENTIALS: "/c4n4ry" },
  ],
  ["transit/credenza", { CREDENZA_ROOT_KEY: "vault-transit:c4n4ry" }],
  ["VAULT_ADDR", { CREDENZA_ROOT_KEY: "vault-transit:transit/credenza" }],
])("a reference that lacks something names %s", (mend, env) => {
  const open = () => rootKey(env);
  expect(open).toThrow(mend);
  expect(open).not.toThrow("c4n4ry");
});
