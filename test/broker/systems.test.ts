import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { createAuthorizer } from "../../src/broker/authorize.ts";
import { destinationOf } from "../../src/broker/destination.ts";
import { createPreparer } from "../../src/broker/prepare.ts";
import { judge } from "../../src/broker/verdict.ts";
import { loadRegistry } from "../../src/define/registry.ts";
import { templateFields } from "../../src/define/template.ts";
import { createNetwork } from "../../src/net/network.ts";
import { Secret } from "../../src/vault/secret.ts";
import { answersOf } from "../systems/answers.ts";

const registry = await loadRegistry([fileURLToPath(new URL("../../systems", import.meta.url))]);
const network = createNetwork({ egressAllow: [] });
afterAll(() => network.close());

const cases = registry.destinations.flatMap((destination) =>
  registry
    .typesOf(destination.id)
    .filter((type) => type.authorize)
    .map((type) => ({ name: `${destination.id} ${type.id}`, destination, type })),
);

const inRange = (shown: string, from: number, to: number): boolean => {
  const status = Number(shown.split(" ")[0]);
  return from <= status && status <= to;
};

describe.each(cases)("$name", ({ destination, type }) => {
  const { examples, test, fields: definitions } = type;
  const given = { ...examples.fields, ...examples.received };
  const shown = Object.fromEntries(Object.entries(given).filter(([name]) => !definitions[name]?.secret));
  const secrets = Object.fromEntries(
    Object.entries(examples.fields)
      .filter(([name]) => definitions[name]?.secret)
      .map(([name, value]) => [name, new Secret(value)]),
  );
  const place = { id: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10", organizationId: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a11" };
  const credential = {
    ...place,
    name: "Example",
    destination: destination.id,
    type: type.id,
    status: "UNTESTED" as const,
    version: 1,
    fields: shown,
    secrets: { current: secrets, previous: [] },
  };
  const preparer = createPreparer({
    registry,
    network,
    baseUrls: {},
    now: Date.now,
    operator: {},
    authorizer: createAuthorizer(),
    tokens: { authorize: () => Promise.reject(new Error("No vendor is asked here")), forget: () => {} },
    opened: {
      find: async () => credential,
      open: async () => credential,
      openKept: async () => credential,
      close: () => {},
    },
  });

  it("has a test call with answers for what people run into", () => {
    const verdicts = test?.outcomes.map(({ verdict }) => verdict) ?? [];
    if (!test) return expect(type.summary).not.toBe("");
    for (const verdict of ["working", "wrong_key", "throttled", "unreachable"]) expect(verdicts).toContain(verdict);
  });

  it("shows each row of its own with an answer", () => {
    const rows = test?.outcomes ?? [];
    const verdicts = new Set(answersOf(type).map(({ status, verdict }) => `${status} ${verdict}`));
    for (const { status, verdict } of rows) {
      const [from, to] = typeof status === "number" ? [status, status] : status;
      const isShown = [...verdicts].some((shown) => shown.endsWith(verdict) && inRange(shown, from, to));
      expect(isShown, `an answer with ${from} that is ${verdict}`).toBe(true);
    }
  });

  it.each(answersOf(type))("gets $verdict from $status", ({ status, body, verdict }) => {
    if (!test) throw new Error("There are answers, and no test call");
    const judged = judge(test, { status, body: typeof body === "string" ? body : JSON.stringify(body ?? null) }, shown);
    expect(judged.verdict).toBe(verdict);
    expect(judged.summary).toMatch(/^[A-Zm].*\.$/);
    for (const [name, value] of Object.entries(examples.fields)) {
      if (definitions[name]?.secret) expect(judged.summary).not.toContain(value);
    }
  });

  it("has summaries that only name fields which may be shown", () => {
    for (const { summary } of test?.outcomes ?? []) {
      for (const name of templateFields(summary)) expect(shown).toHaveProperty(name);
    }
  });

  it("is sent as its example says", async () => {
    if (!examples.authorized) return;
    const { path = type.test?.path ?? "", url, headers } = examples.authorized;
    const [first] = type.destinations ?? Object.keys(destination.system.destinations);
    if ((examples.authorized.destination ?? first) !== destination.id) return;
    const call = await preparer.prepare({
      organizationId: place.organizationId,
      credentialId: place.id,
      method: "GET",
      path,
    });
    const sent = new Map<string, string>();
    for (let index = 0; index < call.headers.length; index += 2)
      sent.set(call.headers[index] ?? "", call.headers[index + 1] ?? "");
    expect(call.url.href).toBe(url);
    for (const [name, value] of Object.entries(headers)) expect(sent.get(name.toLowerCase())).toBe(value);
  });

  it("goes to no host but its own, and only over https", () => {
    const baseUrl = type.baseUrls?.[destination.id] ?? destination.baseUrl;
    const { origin, origins } = destinationOf({ ...destination, baseUrl }, shown);
    expect(origin).toMatch(/^https:\/\//);
    for (const one of origins) expect(one).toMatch(/^https:\/\/[^:]+$/);
  });
});
