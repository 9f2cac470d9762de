import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { loadConfig } from "./config.ts";
import { StartError } from "./start-error.ts";

describe("configuration", () => {
  test("an empty environment gives the documented defaults", () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      host: "127.0.0.1",
      port: 8080,
      publicUrl: "http://127.0.0.1:8080",
      role: "all",
      logLevel: "info",
      maxWebhookBytes: 1_048_576,
      egressAllow: [],
      baseUrls: {},
      warnings: [],
    });
    expect(config.dataDir).toMatch(/\/data$/);
    expect(config.databaseUrl).toBeUndefined();
  });

  test("an empty variable counts as unset", () => {
    expect(loadConfig({ CREDENZA_PORT: "", DATABASE_URL: " " })).toMatchObject({ port: 8080, databaseUrl: undefined });
  });

  test("the public URL loses its slash, and follows host and port when it is not given", () => {
    expect(loadConfig({ CREDENZA_PUBLIC_URL: "https://keys.example.com/" }).publicUrl).toBe("https://keys.example.com");
    expect(loadConfig({ CREDENZA_HOST: "0.0.0.0", CREDENZA_PORT: "81" }).publicUrl).toBe("http://localhost:81");
    expect(loadConfig({ CREDENZA_HOST: "[::1]" }).publicUrl).toBe("http://[::1]:8080");
  });

  test("lists and overrides of outgoing hosts are read", () => {
    const config = loadConfig({
      CREDENZA_EGRESS_ALLOW: "10.0.0.0/8, billing.internal:8443 fd00::/8,[::1]:9000",
      CREDENZA_BASE_URL_CHARGEBEE: "http://127.0.0.1:9001/",
    });
    expect(config.egressAllow).toEqual(["10.0.0.0/8", "billing.internal:8443", "fd00::/8", "[::1]:9000"]);
    expect(config.baseUrls).toEqual({ CHARGEBEE: "http://127.0.0.1:9001" });
  });

  test("a key service's name may stand in either variable of the root key", () => {
    const name = "vault-transit:transit/credenza";
    for (const variable of ["CREDENZA_ROOT_KEY", "CREDENZA_ROOT_KEY_FILE"]) {
      expect(loadConfig({ [variable]: name })).toMatchObject({ rootKey: name, rootKeyFile: undefined });
    }
  });

  const canary = "canary-5f1c";
  test.each([
    ["CREDENZA_PORT", { CREDENZA_PORT: canary }, "from 0 to 65535"],
    ["CREDENZA_PORT", { CREDENZA_PORT: "65536" }, "from 0 to 65535"],
    ["CREDENZA_HOST", { CREDENZA_HOST: `http://${canary}` }, "without http://"],
    ["CREDENZA_PUBLIC_URL", { CREDENZA_PUBLIC_URL: canary }, "http:// or https://"],
    ["CREDENZA_PUBLIC_URL", { CREDENZA_PUBLIC_URL: `https://u:${canary}@example.com` }, "Remove that part"],
    ["CREDENZA_ROLE", { CREDENZA_ROLE: canary }, "all, api, worker"],
    ["CREDENZA_ROLE", { CREDENZA_ROLE: "api" }, "DATABASE_URL"],
    ["CREDENZA_LOG_LEVEL", { CREDENZA_LOG_LEVEL: canary }, "info"],
    ["CREDENZA_MAX_WEBHOOK_BYTES", { CREDENZA_MAX_WEBHOOK_BYTES: "1" }, "from 1024"],
    ["CREDENZA_EGRESS_ALLOW", { CREDENZA_EGRESS_ALLOW: "10.0.0.7:8443, 10" }, "entry 2"],
    ["CREDENZA_EGRESS_ALLOW", { CREDENZA_EGRESS_ALLOW: ".example.com" }, "*.example.com"],
    ["CREDENZA_EGRESS_ALLOW", { CREDENZA_EGRESS_ALLOW: `10.0.0.0/8,${canary}/99` }, "entry 2"],
    ["CREDENZA_BASE_URL_CHARGEBEE", { CREDENZA_BASE_URL_CHARGEBEE: canary }, "http:// or https://"],
    ["DATABASE_URL", { DATABASE_URL: `mysql://u:${canary}@h/d` }, "postgres://"],
    ["VAULT_ADDR", { VAULT_ADDR: canary }, "http:// or https://"],
    ["CREDENZA_ROOT_KEY", { CREDENZA_ROOT_KEY: canary, CREDENZA_ROOT_KEY_FILE: "/k" }, "Keep one of them"],
    ["CREDENZA_BOOTSTRAP_ORG_ID", { CREDENZA_BOOTSTRAP_ORG_ID: canary }, "a UUID"],
    [
      "CREDENZA_BOOTSTRAP_ADMIN_EMAIL",
      { CREDENZA_BOOTSTRAP_ADMIN_EMAIL: "a@b.example" },
      "CREDENZA_BOOTSTRAP_ADMIN_PASSWORD",
    ],
    [
      "CREDENZA_BOOTSTRAP_ADMIN_PASSWORD",
      { CREDENZA_BOOTSTRAP_ADMIN_EMAIL: "a@b.example", CREDENZA_BOOTSTRAP_ADMIN_PASSWORD: canary },
      "at least 12",
    ],
    ["CREDENZA_BOOTSTRAP_API_SECRET", { CREDENZA_BOOTSTRAP_API_SECRET: canary }, "CREDENZA_BOOTSTRAP_ACCESS_KEY_ID"],
  ])("%s: the error names it, says the mend and never repeats the value (%#)", (name, env, mend) => {
    const error = failure(env);
    expect(error).toBeInstanceOf(StartError);
    expect(error.message).toContain(name);
    expect(error.message).toContain(mend);
    expect(error.message).not.toContain(canary);
  });

  test("a misspelt variable is named in the warnings with what was probably meant; its value is not", () => {
    const { warnings } = loadConfig({ CREDENZA_PROT: "9000", CREDENZA_SOMETHING_ELSE: "x", PATH: "/bin" });
    expect(warnings).toEqual([
      "CREDENZA_PROT is set, but Credenza knows no such variable. Did you mean CREDENZA_PORT?",
      "CREDENZA_SOMETHING_ELSE is set, but Credenza knows no such variable.",
    ]);
  });

  test("the configuration can be printed without showing a secret", () => {
    const config = loadConfig({
      CREDENZA_ROOT_KEY: canary,
      DATABASE_URL: `postgres://u:${canary}@127.0.0.1/d`,
      CREDENZA_BOOTSTRAP_ADMIN_EMAIL: "a@b.example",
      CREDENZA_BOOTSTRAP_ADMIN_PASSWORD: `${canary}-long-enough`,
      CREDENZA_BOOTSTRAP_ACCESS_KEY_ID: "key",
      CREDENZA_BOOTSTRAP_API_SECRET: `${canary}-long-enough`,
      VAULT_TOKEN: canary,
    });
    expect(config.rootKey).toBe(canary);
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain(canary);
  });
});

function failure(env: Record<string, string>): Error {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("the configuration was accepted");
}
