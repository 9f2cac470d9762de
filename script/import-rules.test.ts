import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkImports } from "./import-rules.ts";
import { checkSources } from "./source-rules.ts";

const root = join(import.meta.dirname, "..");
const temporary: string[] = [];
afterAll(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

/** A small project with our layout and our packages, and these files. */
function project(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "credenza-rules-"));
  temporary.push(folder);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  const targets = {
    "src/vault/reveal.ts": "export const reveal = 1;",
    "src/http/server.ts": "export const server = 1;",
    "src/define/index.ts": "export const define = 1;",
    "systems/one.ts": 'import { define } from "../src/define/index.ts"; define;',
    "console/src/features/users/page.tsx": "export const Page = () => <p>users</p>;",
    "console/src/app/shell.tsx": "export const Shell = () => <p>shell</p>;",
  };
  for (const [name, text] of Object.entries({ ...targets, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function brokenRules(files: Record<string, string>): Promise<string[]> {
  const { violations } = await checkImports(project(files), ["src", "systems", "console/src"]);
  return violations.map((violation) => violation.split(":")[0] ?? "");
}

describe("import rules", () => {
  test.each([
    ["crypto-only-in-crypto", "src/broker/a.ts", 'import { createHmac } from "node:crypto"; createHmac;'],
    ["network-only-in-net", "src/broker/a.ts", 'import { request } from "undici"; request;'],
    ["network-only-in-net", "src/webhooks/a.ts", 'import dns from "node:dns/promises"; dns;'],
    ["network-only-in-net", "src/postgres/a.ts", 'import net from "net"; net;'],
    ["http-only-in-http-and-net", "src/operations/a.ts", 'import http from "node:http"; http;'],
    ["database-only-in-store", "src/jobs/a.ts", 'import pg from "pg"; pg;'],
    ["database-only-in-store", "src/operations/a.ts", 'const { sql } = await import("kysely"); sql;'],
    ["jobs-only-in-jobs", "src/webhooks/a.ts", 'import { run } from "graphile-worker"; run;'],
    ["secrets-opened-only-where-used", "src/operations/a.ts", 'import { reveal } from "../vault/reveal.ts"; reveal;'],
    ["secrets-opened-only-where-used", "src/http/a.ts", 'export { reveal } from "../vault/reveal.ts";'],
    ["no-vendor-sdk-at-runtime", "src/broker/a.ts", 'import Stripe from "stripe"; Stripe;'],
    ["system-files-only-define", "systems/a.ts", 'import { server } from "../src/http/server.ts"; server;'],
    ["operations-know-no-http", "src/operations/a.ts", 'import { server } from "../http/server.ts"; server;'],
    ["store-is-the-bottom", "src/store/a.ts", 'import { server } from "../http/server.ts"; server;'],
    [
      "console-knows-only-the-api",
      "console/src/lib/a.ts",
      'import { server } from "../../../src/http/server.ts"; server;',
    ],
    [
      "features-are-neighbours",
      "console/src/features/systems/a.tsx",
      'import { Page } from "../users/page.tsx"; Page;',
    ],
    [
      "console-flows-one-way",
      "console/src/components/a.tsx",
      'import { Page } from "../features/users/page.tsx"; Page;',
    ],
    ["console-lib-is-the-bottom", "console/src/lib/a.ts", 'import { Shell } from "../app/shell.tsx"; Shell;'],
    [
      "console-features-below-app",
      "console/src/features/users/a.ts",
      'import { Shell } from "../../app/shell.tsx"; Shell;',
    ],
    ["resolvable", "src/http/a.ts", 'import "./missing.ts";'],
  ])("%s bites in %s", async (rule, file, text) => {
    expect(await brokenRules({ [file]: text })).toEqual([rule]);
  });

  test("no-circle bites", async () => {
    const rules = await brokenRules({
      "src/store/a.ts": 'import { b } from "./b.ts"; export const a = b;',
      "src/store/b.ts": 'import { a } from "./a.ts"; export const b = a;',
    });
    expect(new Set(rules)).toEqual(new Set(["no-circle"]));
  });

  test("the allowed folders, tests and types are let through", async () => {
    const rules = await brokenRules({
      "src/crypto/a.ts":
        'import { createHmac } from "node:crypto"; import { reveal } from "../vault/reveal.ts"; createHmac, reveal;',
      "src/net/a.ts": 'import { request } from "undici"; import net from "node:net"; request, net;',
      "src/store/a.ts": 'import pg from "pg"; pg;',
      "src/vault/a.ts": 'import type { Kysely } from "kysely"; export type A = Kysely<unknown>;',
      "src/broker/a.test.ts":
        'import { createServer } from "node:http"; import Stripe from "stripe"; createServer, Stripe;',
    });
    expect(rules).toEqual([]);
  });
});

describe("source rules", () => {
  test.each([
    ["src/store/a.ts", "const x = process.env.HOME;", "environment"],
    ["systems/a.ts", "const x = process.env.HOME;", "environment"],
    ["src/operations/a.ts", "await vault.open(place, sealed);", "secrets are opened"],
    ["src/operations/a.ts", "await context.vault.open(place, sealed);", "secrets are opened"],
    ["src/broker/a.ts", "const answer = await fetch(url);", "requests leave"],
    ["src/broker/a.ts", "const id = crypto.randomUUID();", "cryptography"],
  ])("bite in %s: %s", (file, text, rule) => {
    const found = checkSources(project({ [file]: `\n${text}\n` }));
    expect(found).toEqual([expect.stringContaining(`${file}:2`)]);
    expect(found[0]).toContain(rule);
  });

  test("tests and the rooms themselves are let through", () => {
    const files = {
      "src/config/a.ts": "process.env;",
      "src/broker/a.ts": "vault.open(place, sealed); this.fetch(x);",
      "src/http/a.test.ts": "await fetch(url); process.env;",
      "console/src/lib/a.ts": "await fetch(url);",
    };
    expect(checkSources(project(files))).toEqual([]);
  });
});

test("the project itself keeps its import and source rules", async () => {
  const { files, violations } = await checkImports(root);
  expect(files).toBeGreaterThan(200);
  expect([...violations, ...checkSources(root)]).toEqual([]);
});
