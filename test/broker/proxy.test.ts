import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BrokerWorld, fullKey, restrictedKey, startBrokerWorld } from "./start.ts";

let world: BrokerWorld;
let id: string;
let proxy: string;
const blob = Buffer.from(`${fullKey}:`).toString("base64");

beforeAll(async () => {
  world = await startBrokerWorld();
  id = await world.credential();
  proxy = `integrationcredentials/${id}/proxy`;
});
afterAll(() => world.stop());
beforeEach(() => {
  world.chargebee.requests.length = 0;
  world.chargebee.mood = "well";
});

describe("ANY /proxy", () => {
  it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("sends %s on with the credential", async (method) => {
    const body = method === "POST" || method === "PATCH" ? "name=ü" : undefined;
    const answer = await world.raw(method, `${proxy}/_echo?a=%20b&a=2`, { body, headers: { "X-Mine": "1" } });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      method,
      url: "/api/v2/_echo?a=%20b&a=2",
      body: body ?? "",
      headers: { "x-mine": "1" },
    });
    expect(world.chargebee.requests[0]?.headers.authorization).toBe(`Basic ${blob}`);
  });

  it("sends a body of any media type as it is", async () => {
    for (const type of [
      "application/json",
      "text/plain",
      "image/png",
      "nonsense",
      "application/x-www-form-urlencoded",
    ]) {
      const answer = await world.raw("POST", `${proxy}/_echo`, {
        body: '{"not json',
        headers: { "content-type": type },
      });
      expect([answer.status, answer.json?.body, answer.json?.headers["content-type"]]).toEqual([
        200,
        '{"not json',
        type,
      ]);
    }
  });

  it("reaches the base URL itself, with and without a query", async () => {
    await world.raw("GET", proxy);
    await world.raw("GET", `${proxy}?x=1`);
    await world.raw("GET", `${proxy}/`);
    expect(world.chargebee.requests.map(({ url }) => url)).toEqual(["/api/v2", "/api/v2?x=1", "/api/v2/"]);
  });

  it("answers HEAD, 204 and 304 without a body and keeps the connection right", async () => {
    const head = await world.raw("HEAD", `${proxy}/customers`);
    expect([head.status, head.text]).toEqual([200, ""]);
    const empty = await world.raw("GET", `${proxy}/_empty`);
    expect([empty.status, empty.text, empty.headers["x-kind"], empty.headers["content-length"]]).toEqual([
      204,
      "",
      "empty",
      undefined,
    ]);
    const unchanged = await world.raw("GET", `${proxy}/_unchanged`);
    expect([unchanged.status, unchanged.text, unchanged.headers.etag]).toEqual([304, "", '"1"']);
  });

  it("gives the vendor's errors back with their headers, but asks nobody to sign in", async () => {
    const restricted = await world.credential({ apiKey: restrictedKey });
    const refused = await world.raw("GET", `integrationcredentials/${restricted}/proxy/customers`);
    expect([refused.status, refused.json.api_error_code]).toEqual([403, "api_authorization_failed"]);
    const wrong = await world.credential({ apiKey: "test_wrong" });
    const unknown = await world.raw("GET", `integrationcredentials/${wrong}/proxy/customers`);
    expect([unknown.status, unknown.headers["www-authenticate"]]).toEqual([401, undefined]);
    world.chargebee.mood = "throttled";
    const throttled = await world.raw("GET", `${proxy}/customers`);
    expect([throttled.status, throttled.headers["retry-after"]]).toEqual([429, "7"]);
  });
});

describe("a vendor that fails", () => {
  it("502 or 504 as problem details, and the connection stays in order", async () => {
    world.chargebee.mood = "resetting";
    const reset = await world.raw("GET", `${proxy}/customers`);
    expect([reset.status, reset.json.code, reset.json.failure]).toEqual([502, "upstream_failed", "reset"]);
    world.chargebee.mood = "well";
    const control = await world.raw("GET", `${proxy}/_control`);
    expect([control.status, control.json.code]).toEqual([502, "upstream_failed"]);
    expect((await world.raw("GET", `${proxy}/customers`)).status).toBe(200);
  });
});

describe("what the proxy keeps back", () => {
  it("drops what the caller may not say", async () => {
    const headers = {
      Cookie: "session=1", "Proxy-Authorization": "x", "X-Forwarded-For": "1.1.1.1", "X-Forwarded-Proto": "http", Forwarded: "for=1", Connection: "close, X-Hop",
      "X-Hop": "1", TE: "trailers", "X-CSRF-Token": "t", Origin: "https://console", Referer: "https://console/x", "Accept-Encoding": "gzip, br", "X-Real-IP": "1",
      "Idempotency-Key": "kept",
    }; // biome-ignore format: a list
    const { json } = await world.raw("GET", `${proxy}/_echo`, { headers });
    const { host, ...rest } = json.headers;
    expect(host).toBe(new URL(world.chargebee.url).host);
    expect(rest).toEqual({
      authorization: expect.any(String),
      "accept-encoding": "identity",
      connection: "keep-alive",
      "idempotency-key": "kept",
      "x-forwarded-host": "acme-test.chargebee.com",
    });
  });

  it("drops what acts on our own origin, and lets no browser run what comes", async () => {
    const { headers, text } = await world.raw("GET", `${proxy}/_hop`);
    for (const name of [
      "x-hop",
      "proxy-authenticate",
      "access-control-allow-origin",
      "clear-site-data",
      "trailer",
      "set-cookie",
    ]) {
      expect(headers).not.toHaveProperty(name);
    }
    expect(headers["content-security-policy"]).toContain("sandbox");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(text).toContain("<script>");
  });

  it("blots the key out of headers and body without changing a length", async () => {
    const answer = await world.raw("GET", `${proxy}/_echo`);
    expect(answer.headers["x-echo-authorization"]).toBe("Basic [secret]");
    expect(answer.json.headers.authorization).toMatch(/^Basic \*+=*$/);
    expect(answer.json.headers.authorization).toHaveLength(`Basic ${blob}`.length);
    expect(answer.text + JSON.stringify(answer.headers)).not.toContain(fullKey);
  });

  it("hands a redirect over without following it", async () => {
    const away = await world.raw("GET", `${proxy}/_redirect?status=307&to=https://evil.example/`);
    expect([away.status, away.headers.location, away.headers["x-credenza-redirect-not-followed"]]).toEqual([
      307,
      undefined,
      "true",
    ]);
    const home = await world.raw("GET", `${proxy}/_redirect?status=301&to=/api/v2/customers`);
    expect([home.status, home.headers.location]).toEqual([301, "/api/v2/customers"]);
    expect(world.chargebee.requests).toHaveLength(2);
  });
});

describe("who may use the proxy", () => {
  it("403 for a service user that may only look", async () => {
    const { credenza } = world;
    const policy = await credenza.api("GET", "permissionpolicies?pageSize=200");
    const readOnly = policy.body.data.find((one: { name: string }) => one.name === "Read-only");
    const user = await credenza.api("POST", "serviceusers", { body: { name: "Looker" } });
    await credenza.api("POST", `permissionpolicies/${readOnly.id}/addtoserviceuser`, {
      body: { principalId: user.body.id },
    });
    const key = await credenza.api("POST", `serviceusers/${user.body.id}/credentials`, { body: {} });
    const token = await credenza.token(key.body.accessKeyId, key.body.apiSecret);
    const answer = await world.raw("GET", `${proxy}/customers`, { token });
    expect([answer.status, answer.json.code]).toEqual([403, "not_permitted"]);
    expect(world.chargebee.requests).toHaveLength(0);
  });

  it("the Console's session needs its CSRF token for all but reading", async () => {
    const { url, admin, organizationId } = world.credenza;
    const signIn = await fetch(`${url}/auth/signin`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: JSON.stringify({ email: admin.email, password: admin.password }),
    });
    const cookie = (signIn.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
    const { csrfToken } = (await signIn.json()) as { csrfToken: string };
    const call = (method: string, headers: Record<string, string> = {}) =>
      fetch(`${url}/organizations/${organizationId}/${proxy}/customers`, { method, headers: { cookie, ...headers } });
    expect((await call("GET")).status).toBe(200);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect((await call(method)).status).toBe(403);
    expect((await call("POST", { "x-csrf-token": csrfToken, origin: url })).status).toBe(200);
  });

  it("404 for another organization's credential", async () => {
    const { organizationId } = world.credenza;
    const other = organizationId.replace(/^./, (first) => (first === "0" ? "1" : "0"));
    expect((await world.raw("GET", `/organizations/${other}/${proxy}/customers`)).status).toBe(404);
  });
});
