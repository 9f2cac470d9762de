import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../src/operations/index.ts";
import { personOf, trySignIn } from "../access/person.ts";
import { fakeApp } from "../fakes/oauth.ts";
import { type Answer, startCredenza, type TestCredenza } from "../harness.ts";

type Json = Record<string, unknown>;
interface Described {
  operationId: string;
  summary: string;
  tags: string[];
  security?: Json[];
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema?: Json; example?: Json }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: Json }>; headers?: Json }>;
}

let credenza: TestCredenza;
let document: {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
  tags: { name: string }[];
  components: { securitySchemes: Json; schemas: Json };
};
let all: { at: string; path: string; described: Described }[];
/** Formats are for readers here; values of ours are checked by zod on their way out. */
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

beforeAll(async () => {
  credenza = await startCredenza();
  document = (await credenza.api("GET", "/openapi.json", { token: null })).body;
  all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ at: `${method} ${path}`, path, described })),
  );
});
afterAll(() => credenza?.stop());

const schemasOf = ({ requestBody, responses, parameters }: Described): Json[] =>
  [
    ...Object.values(requestBody?.content ?? {}).map(({ schema }) => schema),
    ...Object.values(responses).flatMap(({ content }) => Object.values(content ?? {}).map(({ schema }) => schema)),
    ...parameters.map(({ schema }) => schema),
  ].filter((schema) => schema !== undefined);

/** What stands in the place of a reference into the document. */
const resolved = (schema: Json): Json =>
  typeof schema.$ref === "string" ? (document.components.schemas[schema.$ref.split("/").at(-1) ?? ""] as Json) : schema;

describe("the document as OpenAPI 3.1", () => {
  it("names each operation and each route once", () => {
    const ids = all.map(({ described }) => described.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(operations.map(({ id }) => id)));
    expect(document.openapi).toBe("3.1.0");
  });

  it("uses only methods that 3.1 knows, and declares the parameters of each path and no others", () => {
    for (const { at, path, described } of all) {
      expect(at).toMatch(/^(get|put|post|delete|options|head|patch|trace) /);
      const inPath = described.parameters.filter((parameter) => parameter.in === "path");
      expect(inPath.map(({ name }) => name).toSorted(), at).toEqual(
        [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name).toSorted(),
      );
      expect(
        inPath.every(({ required }) => required),
        at,
      ).toBe(true);
    }
  });

  it("gives each a summary, a declared tag, security that exists, and a description of each answer", () => {
    const tags = document.tags.map(({ name }) => name);
    for (const { at, described } of all) {
      expect(described.summary, at).toMatch(/\S/);
      expect(tags, at).toEqual(expect.arrayContaining(described.tags));
      const schemes = (described.security ?? []).flatMap(Object.keys);
      expect(Object.keys(document.components.securitySchemes), at).toEqual(expect.arrayContaining(schemes));
      for (const [status, answer] of Object.entries(described.responses)) {
        expect(status, at).toMatch(/^[2345]\d\d$/);
        expect(answer.description, `${at} ${status}`).toMatch(/\S/);
      }
    }
  });

  it("names the failures of each: 500 everywhere, 401 where a caller must be known, 404 below an organization", () => {
    for (const { at, path, described } of all) {
      const statuses = Object.keys(described.responses);
      expect(statuses, at).toContain("500");
      if (described.security?.length !== 0) expect(statuses, at).toContain("401");
      if (path.startsWith("/organizations/")) expect(statuses, at).toContain("404");
      if (described.requestBody && !path.includes("/proxy")) expect(statuses, at).toContain("413");
    }
  });

  it("offers Idempotency-Key on every POST but webhooks and the streaming proxy", () => {
    const without = all.filter(
      ({ at, described }) =>
        at.startsWith("post ") && !described.parameters.some(({ name }) => name === "Idempotency-Key"),
    );
    expect(without.map(({ at }) => at.replace(/^post /, "")).toSorted()).toEqual([
      "/hooks/{token}",
      "/organizations/{orgId}/integrationcredentials/{id}/proxy",
      "/organizations/{orgId}/integrationcredentials/{id}/proxy/{path}",
    ]);
  });

  it("holds schemas that compile as JSON Schema 2020-12", () => {
    const schemas = all.flatMap(({ at, described }) => schemasOf(described).map((schema) => ({ at, schema })));
    expect(schemas.length).toBeGreaterThan(500);
    for (const { at, schema } of schemas) expect(() => ajv.compile(resolved(schema)), at).not.toThrow();
  });

  it("shows examples that its own schemas accept", () => {
    const contents = all.flatMap(({ at, described }) =>
      Object.values(described.requestBody?.content ?? {}).map((content) => ({ at, ...content })),
    );
    const shown = contents.filter(({ example }) => example !== undefined);
    expect(shown.length).toBeGreaterThan(9);
    for (const { at, schema, example } of shown) {
      const validate = ajv.compile(schema ?? {});
      expect(validate(example), `${at} ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });
});

describe("answers of routes written by hand are as the document says", () => {
  const asDescribed = (method: string, path: string, { status, body, headers }: Answer): void => {
    const answer = document.paths[path]?.[method]?.responses[status];
    const at = `${method} ${path} ${status}`;
    expect(answer, at).toBeDefined();
    const type = (headers.get("content-type") ?? "").split(";")[0] ?? "";
    const content = answer?.content?.[type];
    expect(Object.keys(answer?.content ?? {}), at).toContain(type);
    if (!content?.schema) return;
    const validate = ajv.compile(resolved(content.schema));
    expect(validate(body), `${at} ${JSON.stringify(validate.errors)}`).toBe(true);
  };
  const open = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    credenza.api(method, path, { token: null, headers, ...(body === undefined ? {} : { body }) });

  it.each(["/healthz", "/readyz", "/metrics", "/.well-known/jwks.json", "/auth/session"])("GET %s", async (path) => {
    asDescribed("get", path, await open("GET", path));
  });

  it("the token: given, refused, malformed, of another media type, too large", async () => {
    const { accessKeyId, apiSecret } = credenza.admin;
    const basic = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`${accessKeyId}:${secret}`).toString("base64")}`,
    });
    const body = { grant_type: "client_credentials" };
    const answers = [
      await open("POST", "/oauth/token", body, basic(apiSecret)),
      await open("POST", "/oauth/token", body, basic("wrong")),
      await open("POST", "/oauth/token", {}, basic(apiSecret)),
      await open("POST", "/oauth/token", "x", { ...basic(apiSecret), "content-type": "text/plain" }),
      await open("POST", "/oauth/token", { ...body, x: "x".repeat(20_000) }, basic(apiSecret)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 400, 415, 413]);
    for (const answer of answers) asDescribed("post", "/oauth/token", answer);
  });

  it("setup, sign-in, sign-out, password, organization, who calls", async () => {
    asDescribed("post", "/auth/setup", await open("POST", "/auth/setup", {}));
    const setup = { token: "x", organizationName: "X", email: "x@example.test", password: "long enough password" };
    asDescribed("post", "/auth/setup", await open("POST", "/auth/setup", setup));
    asDescribed("post", "/auth/signin", await trySignIn(credenza, undefined, "wrong"));
    const answer = await trySignIn(credenza);
    asDescribed("post", "/auth/signin", answer);
    const person = personOf(credenza, answer);
    const me = `/organizations/${credenza.organizationId}/users/me`;
    asDescribed("get", "/organizations/{orgId}/users/me", await person.api("GET", me));
    asDescribed("get", "/organizations/{orgId}/users/me", await credenza.api("GET", me));
    asDescribed("get", "/auth/session", await person.api("GET", "/auth/session"));
    asDescribed("post", "/organizations", await person.api("POST", "/organizations", { body: { name: "More" } }));
    asDescribed("post", "/organizations", await person.api("POST", "/organizations", { body: { name: "" } }));
    const wrong = { currentPassword: "wrong", newPassword: "another long password" };
    asDescribed("post", "/auth/password", await person.api("POST", "/auth/password", { body: wrong }));
    const noToken = { headers: { "x-csrf-token": "x" } };
    asDescribed("post", "/auth/signout", await person.api("POST", "/auth/signout", noToken));
    asDescribed("post", "/auth/signout-everywhere", await person.api("POST", "/auth/signout-everywhere"));
    asDescribed("post", "/auth/signout", await person.api("POST", "/auth/signout"));
  });

  it("a webhook: accepted, the same again, refused, unknown", async () => {
    const basic = { name: "B", destination: "M3SH_WORKFLOW", username: "u", password: "a password" };
    const { body: credential } = await credenza.api("POST", "integrationcredentials", { body: basic });
    const { body: hook } = await credenza.api("POST", "incomingwebhooks", {
      body: { name: "H", credentialId: credential.id },
    });
    const path = new URL(hook.url).pathname;
    const authorization = `Basic ${Buffer.from("u:a password").toString("base64")}`;
    const answers = [
      await open("POST", path, { id: "ev_1" }, { authorization }),
      await open("POST", path, { id: "ev_1" }, { authorization }),
      await open("POST", path, { id: "ev_1" }),
      await open("POST", "/hooks/unknown", {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 200, 401, 404]);
    for (const answer of answers) asDescribed("post", "/hooks/{token}", answer);
  });

  it("a connect link, and the way back from the external system", async () => {
    const create = async (body: Json) => (await credenza.api("POST", "integrationcredentials", { body })).body.id;
    const appId = await create({ name: "App", destination: "XERO", type: "XERO_OAUTH_APP", ...fakeApp });
    const id = await create({ name: "Books", destination: "XERO", type: "OAUTH_CODE", appId });
    const { body: link } = await credenza.api("POST", `integrationcredentials/${id}/connectlink`);
    const page = `/connect-links/${link.url.split("/").at(-1)}`;
    asDescribed("get", "/connect-links/{token}", await open("GET", page));
    asDescribed("get", "/connect-links/{token}", await open("GET", "/connect-links/unknown"));
    const started = await open("POST", `${page}/start`);
    expect(started.status).toBe(200);
    asDescribed("post", "/connect-links/{token}/start", started);
    asDescribed("post", "/connect-links/{token}/start", await open("POST", `${page}/start`));
    const evil = await open("POST", `${page}/start`, undefined, { origin: "https://evil.example" });
    expect(evil.status).toBe(403);
    asDescribed("post", "/connect-links/{token}/start", evil);
    const choice = "/connect-links/{token}/choice";
    asDescribed("post", choice, await open("POST", `${page}/choice`, { choice: "another" }));
    asDescribed("post", choice, await open("POST", `${page}/choice`, {}, { origin: "https://evil.example" }));

    const back = await open("GET", "/oauth/callback?state=unknown&code=x");
    expect(back.status).toBe(303);
    expect(back.headers.get("location")).toBe("/connected?reason=expired");
    const described = document.paths["/oauth/callback"]?.get;
    expect(described?.responses[303]?.headers).toHaveProperty("Location");
    const parameters = described?.parameters.map(({ name }) => name);
    expect(parameters).toEqual(["state", "code", "iss", "error", "realmId"]);
  });
});
