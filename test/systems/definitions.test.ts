import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { systemPages } from "../../script/docs/files.ts";
import { leftUnsaid } from "../../script/docs/left-unsaid.ts";
import { baseUrlFor } from "../../src/define/base-url.ts";
import { categories } from "../../src/define/categories.ts";
import { type CredentialTypeEntry, createRegistry, loadRegistry } from "../../src/define/registry.ts";
import { neededScopes, nothingToChoose } from "../../src/define/scopes.ts";
import type { SystemDefinition } from "../../src/define/system.ts";
import { systemFaults } from "../../src/define/system-faults.ts";
import { fillTemplate } from "../../src/define/template.ts";
import { newCredentialBody } from "../../src/operations/credentials/shapes.ts";
import { toSystem } from "../../src/operations/systems/shapes.ts";
import { Secret } from "../../src/vault/secret.ts";

const folder = fileURLToPath(new URL("../../systems", import.meta.url));
const registry = await loadRegistry([folder]);
const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
const body = newCredentialBody(registry);

interface Case {
  system: SystemDefinition;
  destination: string;
  type: CredentialTypeEntry;
}

const cases: (Case & { name: string })[] = registry.destinations.flatMap(({ id, system }) =>
  registry.typesOf(id).map((type) => ({ name: `${id} ${type.id}`, system, destination: id, type })),
);

const recognitions = cases.flatMap(({ system, type }) =>
  Object.values(type.fields).flatMap(({ recognise = [] }) =>
    recognise.map(({ pattern }) => ({ system: system.id, pattern })),
  ),
);

/** Fields that a person fills in. */
const asked = (fields: CredentialTypeEntry["fields"]): string[] =>
  Object.keys(fields).filter((name) => !fields[name]?.received);

const input = ({ destination, type }: Case, fields: Record<string, string> = type.examples.fields) => ({
  name: "Example",
  destination,
  type: type.id,
  ...fields,
});

/** The example's fields with the default values of those that it leaves out. */
const defaulted = ({ type }: Case): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, field.defaultValue ?? ""])),
  ...type.examples.fields,
  ...type.examples.received,
});

function fieldsRefused(value: unknown): string[] {
  const parsed = body.safeParse(value);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys : [issue.path.map(String).join(".")],
  );
}

describe("every system file", () => {
  it("is named after its system", () => {
    const files = readdirSync(folder).map((file) => basename(file, ".ts"));
    expect(registry.systems.map((system) => system.id).toSorted()).toEqual(files.toSorted());
  });

  it.each(registry.systems)("$id keeps to 90 lines for each credential type, without its imports", (system) => {
    const text = readFileSync(`${folder}/${system.id}.ts`, "utf8").replace(/^import [\s\S]*? from "[^"]*";/, "");
    expect(text.split("\n").length).toBeLessThan(90 * Object.keys(system.credentialTypes).length);
  });

  it.each(registry.systems)("$id has no faults", (system) => {
    expect(systemFaults(system)).toEqual([]);
  });

  it.each(registry.systems)("$id has a catalogue entry that is plain data", (system) => {
    const entry = toSystem(registry, system, new Map(), {
      redirectUrl: "https://here.example/oauth/callback",
      awsAccount: "123456789012",
    });
    expect(JSON.parse(JSON.stringify(entry))).toEqual(JSON.parse(JSON.stringify(structuredClone(entry))));
    expect(JSON.stringify(entry)).not.toMatch(/"(authorize|incoming":\{|examples|test":\{)/);
  });

  it.each(registry.systems)("$id is in a group of the forms and writes its notes as sentences", (system) => {
    expect(categories).toContain(system.category);
    for (const sentence of [system.summary, system.limits, ...(system.notes ?? [])]) {
      if (sentence !== undefined) expect(sentence).toMatch(/^.+\.$/);
    }
  });

  it.each(registry.systems)("$id says what it rests on, and what of it is not confirmed", ({ id, basis }) => {
    const ownOrStandard = ["any-api", "any-webhook", "oauth-client", "standard-webhooks"];
    if (!ownOrStandard.includes(id) && !basis?.readIn) expect(basis?.unconfirmed).not.toEqual([]);
    for (const phrase of basis?.readIn ?? [])
      expect(phrase).toMatch(/^[A-Z0-9].+ \([a-z0-9.-]+\.[a-z]+(\/[\w./-]*)?\)$/);
    for (const sentence of basis?.unconfirmed ?? [""]) expect(sentence).toMatch(/^[A-Z].+\.$/);
    const packages = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    for (const peer of basis?.comparedWith ?? []) if (!peer.startsWith("the ")) expect(packages).toContain(peer);
  });

  it.each(registry.systems)("$id says what each key needs, a phrase each, and the vendor's limits", (system) => {
    expect(leftUnsaid(system)).toEqual([]);
    const types = Object.values(system.credentialTypes);
    const phrases = types.flatMap((type) => [
      ...neededScopes(type),
      nothingToChoose(type) ?? "every key may do everything",
    ]);
    for (const phrase of phrases) expect(phrase).toMatch(/^\S.*[^.\s]$/);
  });

  it.each(registry.systems)("$id links over https only", (system) => {
    const links = Object.values(system.credentialTypes).flatMap((type) =>
      Object.values(type.fields).map((field) => field.link?.href),
    );
    for (const link of [system.website, ...links].filter((href) => href !== undefined)) {
      expect(new URL(link).protocol).toBe("https:");
    }
  });
});

describe.each(cases)("$name", (example) => {
  const { destination, type, system } = example;

  it("accepts its example and boxes exactly the secret fields", () => {
    const parsed = body.parse(input(example));
    const isSecret = (name: string): boolean => type.fields[name]?.secret === true;
    expect(Object.keys(parsed.secret).toSorted()).toEqual(
      Object.keys(type.examples.fields).filter(isSecret).toSorted(),
    );
    expect(Object.values(parsed.secret).every(Secret.is)).toBe(true);
    expect(Object.keys(parsed.shown).some(isSecret)).toBe(false);
  });

  it("names each required field that is missing or empty", () => {
    for (const [name, field] of Object.entries(type.fields)) {
      if (field.optional || field.received || field.defaultValue !== undefined) continue;
      const { [name]: _, ...others } = type.examples.fields;
      expect(fieldsRefused(input(example, others))).toEqual([name]);
      expect(fieldsRefused(input(example, { ...others, [name]: "" }))).toContain(name);
    }
  });

  it("names a field that it does not have", () => {
    expect(fieldsRefused({ ...input(example), surprise: "x" })).toEqual(["surprise"]);
  });

  it("refuses values that are no text or far too long", () => {
    for (const name of asked(type.fields)) {
      for (const value of [12, null, ["x"], { a: "x" }, "x".repeat(100_001)]) {
        expect(fieldsRefused({ ...input(example), [name]: value })).toContain(name);
      }
    }
  });

  it("refuses what its examples say, naming the field", () => {
    for (const { fields, field } of type.examples.refused ?? []) {
      expect(fieldsRefused(input(example, { ...type.examples.fields, ...fields }))).toEqual([field]);
    }
  });

  it("never says a refused value", () => {
    for (const name of asked(type.fields)) {
      const parsed = body.safeParse({ ...input(example), [name]: { canary: "c4n4ry-value" } });
      expect(JSON.stringify(parsed.error)).not.toContain("c4n4ry");
      const tooLong = body.safeParse({ ...input(example), [name]: "c4n4ry".repeat(20_000) });
      expect(JSON.stringify(tooLong.error)).not.toContain("c4n4ry");
    }
  });

  it("tidies what pasting adds, but not a password", () => {
    for (const [name, field] of Object.entries(type.fields)) {
      if (field.trim === false || field.secret || field.kind === "select") continue;
      if (type.examples.fields[name] === undefined) continue;
      const pasted = { ...type.examples.fields, [name]: ` "${type.examples.fields[name]}"\n` };
      expect(body.parse(input(example, pasted)).shown[name]).toBe(type.examples.fields[name]);
    }
  });

  it("has a base URL on https without a user, a query or a fragment", () => {
    const baseUrl = type.baseUrls?.[destination] ?? system.destinations[destination]?.baseUrl;
    if (type.app) return;
    if (!baseUrl) return expect(system.destinations[destination]?.direction).not.toBe("outgoing");
    const url = new URL(fillTemplate(baseUrlFor(baseUrl, defaulted(example)) ?? "", defaulted(example)));
    expect([url.protocol, url.username, url.search, url.hash]).toEqual(["https:", "", "", ""]);
    expect(url.pathname === "/" || !url.pathname.endsWith("/")).toBe(true);
  });

  it("recognises its own examples only", () => {
    for (const [name, { recognise = [] }] of Object.entries(type.fields)) {
      const value = type.examples.fields[name] ?? "";
      if (recognise.length > 0)
        expect(recognise.some(({ pattern }) => new RegExp(pattern, "u").test(value))).toBe(true);
      for (const other of recognitions.filter((one) => one.system !== system.id)) {
        expect(new RegExp(other.pattern, "u").test(value), `${other.system} would take it`).toBe(false);
      }
    }
  });

  it("says in words what each field is", () => {
    for (const field of Object.values(type.fields)) {
      expect(field.label).toMatch(/^[A-Z]/);
      expect(field.help ?? "").not.toMatch(/!|successfully|oops/i);
    }
  });
});

describe("a faulty definition", () => {
  const sound: SystemDefinition = {
    id: "acme",
    name: "Acme",
    category: "Other",
    color: "#123456",
    summary: "",
    destinations: { ACME: { name: "Acme", direction: "outgoing", baseUrl: "https://{site}.acme.test" } },
    credentialTypes: {
      ACME_KEY: {
        name: "Key",
        summary: "",
        fields: {
          site: { kind: "text", secret: false, label: "Site", pattern: "^[a-z]+$" },
          key: { kind: "secret", secret: true, label: "Key" },
        },
        authorize: { scheme: "bearer", token: "{key}" },
        examples: { fields: { site: "a", key: "k" } },
      },
    },
  };
  const type = sound.credentialTypes.ACME_KEY as SystemDefinition["credentialTypes"][string];
  const withType = (change: object): SystemDefinition => ({
    ...sound,
    credentialTypes: { ACME_KEY: { ...type, ...change } },
  });

  it("is known from a sound one", () => {
    expect(systemFaults(sound)).toEqual([]);
  });

  it.each([
    ["an id that is no file name", { ...sound, id: "Acme!" }],
    [
      "a secret in its URL",
      withType({ fields: { site: { kind: "secret", secret: true, label: "S" }, key: type.fields.key } }),
    ],
    [
      "a URL part without a pattern",
      withType({ fields: { ...type.fields, site: { kind: "text", secret: false, label: "S" } } }),
    ],
    [
      "a pattern that is not anchored",
      withType({ fields: { ...type.fields, site: { kind: "text", secret: false, label: "S", pattern: "a" } } }),
    ],
    ["a field named like a member of the answer", withType({ fields: { ...type.fields, status: type.fields.key } })],
    ["a type for an unknown destination", withType({ destinations: ["ELSEWHERE"] })],
    ["a type that does nothing", withType({ authorize: undefined })],
    ["a header made of a secret", withType({ headers: { "X-Site": "{key}" } })],
    ["a header that the broker sets", withType({ headers: { Host: "acme" } })],
    [
      "an optional part of its URL",
      withType({ fields: { ...type.fields, site: { ...type.fields.site, optional: true } } }),
    ],
    ["a base URL for a value that no option has", withType({ baseUrls: { ACME: { field: "site", urls: {} } } })],
    [
      "a URL field that may be http",
      withType({ fields: { ...type.fields, site: { kind: "url", secret: false, label: "S", pattern: "^http.*$" } } }),
    ],
    [
      "a sentence of a test that names a secret",
      withType({
        test: { method: "GET", path: "/", outcomes: [{ status: 200, verdict: "working", summary: "{key}" }] },
      }),
    ],
    [
      "a text to paste that names a secret",
      withType({ paste: { title: "Policy", help: "Paste it.", text: '{"id":"{key}"}' } }),
    ],
    [
      "a recognised value by its middle",
      withType({ fields: { ...type.fields, key: { ...type.fields.key, recognise: [{ pattern: "acme" }] } } }),
    ],
    [
      "a warning for an unknown destination",
      withType({
        fields: {
          ...type.fields,
          key: { ...type.fields.key, warnings: [{ pattern: "^x", message: "", destinations: ["ELSEWHERE"] }] },
        },
      }),
    ],
    [
      "an outgoing destination without a base URL",
      { ...sound, destinations: { ACME: { name: "A", direction: "outgoing" as const } } },
    ],
  ])("is one with %s", (_name, system) => {
    expect(systemFaults(system)).not.toEqual([]);
  });

  it("leaves unsaid what a key needs and the limits of the vendor", () => {
    expect(leftUnsaid(sound)).toEqual([
      "systems/acme.ts has no limits. Write the vendor's, or that it publishes none.",
      "systems/acme.ts: ACME_KEY has no scopes. Write what its key needs, or nothingToChoose with the reason.",
    ]);
    expect(() => systemPages(createRegistry([sound]))).toThrow(/ACME_KEY has no scopes/);
    const said = { ...withType({ scopes: { nothingToChoose: "every key may do everything" } }), limits: "None." };
    expect(systemPages(createRegistry([said])).get("acme.md")).toContain(
      "Nothing to choose: every key may do everything.",
    );
  });

  it("is a destination that another system has", () => {
    expect(() => createRegistry([sound, { ...sound, id: "acme-2" }])).toThrow(/ACME/);
  });
});
