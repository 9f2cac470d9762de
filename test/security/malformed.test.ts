import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../src/operations/index.ts";
import { type FakeStripe, startFakeStripe } from "../fakes/stripe.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { bodies, createThings, fillPath, stripeKey, type Things } from "../operations/samples.ts";

const runs = 4_000;
const canary = "c4n4ry-echo";

let credenza: TestCredenza;
let things: Things;
let stripe: FakeStripe;

beforeAll(async () => {
  stripe = await startFakeStripe(stripeKey);
  credenza = await startCredenza({
    env: { CREDENZA_BASE_URL_STRIPE_TEST: stripe.url, CREDENZA_EGRESS_ALLOW: `127.0.0.1:${stripe.port}` },
  });
  things = await createThings(credenza, credenza.organizationId, credenza.adminToken);
});
afterAll(async () => {
  await credenza?.stop();
  await stripe?.close();
});

/** Operations that would call out, or that would end the things which the others need. */
const spared = new Set(["credentials.test", "credentials.request", "incomingWebhooks.sendSample"]);
const tried = operations.filter((operation) => !spared.has(operation.id) && operation.method !== "DELETE");

const nasty = fc
  .oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1.5,
      1e308,
      "",
      " ",
      "\u0000",
      "\ud800",
      "../../etc",
      "%00",
      "'; drop table credentials; --",
      [],
      {},
      [[[[]]]],
      "9".repeat(400),
      "\u202e",
      "🜁".repeat(300),
      { $ne: null },
      ["x"],
      Number.MAX_SAFE_INTEGER + 2,
    ),
    fc.string({ maxLength: 60, unit: "binary" }),
    fc.jsonValue({ maxDepth: 3 }),
  )
  .map((value) => (typeof value === "string" && value.length < 40 ? `${value}${canary}` : value));

const request = fc.record({
  operation: fc.constantFrom(...tried),
  changes: fc.dictionary(
    fc.oneof(
      fc.constantFrom(
        "name",
        "version",
        "destination",
        "type",
        "permissionPolicy",
        "credentialId",
        "active",
        "options",
        "email",
        "site",
      ),
      fc.string({ maxLength: 12 }),
    ),
    nasty,
    { maxKeys: 4 },
  ),
  drop: fc.boolean(),
  query: fc.array(
    fc.tuple(
      fc.constantFrom("pageSize", "nextToken", "q", "status", "sort", "destination", "x"),
      fc.string({ maxLength: 40 }),
    ),
    { maxLength: 3 },
  ),
  id: fc.option(fc.string({ minLength: 1, maxLength: 40, unit: "binary" }), { freq: 4 }),
  raw: fc.option(fc.uint8Array({ maxLength: 80 }), { freq: 6 }),
});

describe("malformed requests made from the operations", () => {
  it(`${runs} of them: never a 5xx, never an echo of a value`, { timeout: 600_000 }, async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(request, async ({ operation, changes, drop, query, id, raw }) => {
        const sample = operation.body ? bodies[`${operation.method} ${operation.path}`]?.(things) : undefined;
        const body = sample && (raw ?? { ...(drop ? {} : sample), ...changes });
        const search = new URLSearchParams(query.map(([name, value]) => [name, value.toWellFormed()]));
        const path =
          id === null
            ? fillPath(operation.path, things)
            : operation.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id.toWellFormed()));
        const answer = await credenza.api(
          operation.method,
          `/organizations/${credenza.organizationId}${path}?${search}`,
          {
            body: body instanceof Uint8Array ? Buffer.from(body) : body,
          },
        );
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) {
          expect(answer.text).not.toContain(canary);
          expect(answer.body).toMatchObject({ code: expect.any(String), requestId: expect.any(String) });
        }
      }),
      { numRuns: runs, endOnFailure: true },
    );
    expect(statuses.get(400) ?? 0).toBeGreaterThan(runs / 10);
    expect(statuses.get(200) ?? 0).toBeGreaterThan(0);
  });
});

describe("a NUL character, which Postgres cannot hold", () => {
  const base = () => `/organizations/${credenza.organizationId}`;
  const inPaths = tried.filter(({ path }) => path.includes("{"));
  it.each(inPaths.map((operation) => [operation.id, operation] as const))("in the path of %s: 404", async (_, one) => {
    const body = one.body && bodies[`${one.method} ${one.path}`]?.(things);
    const answer = await credenza.api(one.method, `${base()}${one.path.replaceAll(/\{\w+\}/g, "a%00")}`, { body });
    expect(answer.status).toBe(404);
  });

  const inQueries = tried.flatMap((operation) =>
    Object.keys(operation.query?.shape ?? {}).map((name) => [operation.id, name, operation] as const),
  );
  it.each(inQueries)("in the query of %s, %s: 400", async (_, name, one) => {
    const body = one.body && bodies[`${one.method} ${one.path}`]?.(things);
    const answer = await credenza.api(one.method, `${base()}${fillPath(one.path, things)}?${name}=a%00`, { body });
    expect(answer.status).toBe(400);
  });
});

describe("what a caller gets wrong beside the body's fields is named", () => {
  const path = () => `/organizations/${credenza.organizationId}/integrationcredentials`;

  it("404 of an id that is no UUID, and of a path that does not exist", async () => {
    const noId = await credenza.api("GET", `${path()}/42`);
    expect([noId.status, noId.body.detail]).toEqual([404, expect.stringContaining("UUID")]);
    const nothing = await credenza.api("PATCH", path(), { body: {} });
    expect([nothing.status, nothing.body.detail]).toEqual([404, expect.stringContaining("/openapi.json")]);
  });

  it.each(["q=%ff", "q=100%", "%c3%28=1"])("400 of the query %s", async (query) => {
    const answer = await credenza.api("GET", `${path()}?${query}`);
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining("UTF-8")]);
  });

  it("400 of a query's value that is no choice, with the choices", async () => {
    const answer = await credenza.api("GET", `${path()}?status=${canary}`);
    expect([answer.status, answer.body.errors[0].message]).toEqual([400, expect.stringMatching(/^Use one of .*OK/)]);
  });

  it("415 of a compressed body", async () => {
    const body = gzipSync(JSON.stringify({ name: "x", destination: "CHARGEBEE", apiKey: canary, site: "acme" }));
    const answer = await credenza.api("POST", path(), { body, headers: { "content-encoding": "gzip" } });
    expect([answer.status, answer.body.detail]).toEqual([415, expect.stringContaining("Content-Encoding")]);
  });
});
