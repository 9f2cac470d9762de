import { afterAll, beforeAll, expect, it } from "vitest";
import { operations } from "../../src/operations/index.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

type Described = { operationId: string; security?: unknown[]; responses: Record<string, { content?: unknown }> };

let credenza: TestCredenza;
let document: { paths: Record<string, Record<string, Described>> };
beforeAll(async () => {
  credenza = await startCredenza();
  document = (await credenza.api("GET", "/openapi.json", { token: null })).body;
});
afterAll(() => credenza?.stop());

it("names each operation and each route once", () => {
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(operations.map(({ id }) => id)));
});

it.each([
  ["get", "/healthz", "health.alive"],
  ["get", "/readyz", "health.ready"],
  ["get", "/metrics", "health.metrics"],
  ["get", "/.well-known/jwks.json", "oauth.keys"],
  ["post", "/oauth/token", "oauth.token"],
  ["get", "/auth/session", "auth.session"],
  ["post", "/auth/setup", "auth.setup"],
  ["post", "/auth/signin", "auth.signin"],
  ["post", "/auth/signout", "auth.signout"],
  ["post", "/auth/signout-everywhere", "auth.signoutEverywhere"],
  ["post", "/auth/password", "auth.password"],
  ["post", "/organizations", "organizations.create"],
  ["get", "/organizations/{orgId}/users/me", "users.me"],
  ["post", "/hooks/{token}", "hooks.receive"],
  ["put", "/organizations/{orgId}/integrationcredentials/{id}/proxy/{path}", "credentials.proxyPathPut"],
])("%s %s is described as %s", (method, path, id) => {
  expect(document.paths[path]?.[method]).toMatchObject({ operationId: id, responses: { 200: {}, 500: {} } });
});

it("describes the session as it is answered", async () => {
  const { body } = await credenza.api("GET", "/auth/session", { token: null });
  const schema = document.paths["/auth/session"]?.get?.responses[200]?.content as {
    "application/json": { schema: { required: string[]; properties: object } };
  };
  const { required, properties } = schema["application/json"].schema;
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(body)));
  expect(Object.keys(body)).toEqual(expect.arrayContaining(required));
});
