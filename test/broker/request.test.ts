import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BrokerWorld, fullKey, startBrokerWorld } from "./start.ts";

let world: BrokerWorld;
let id: string;
const blob = Buffer.from(`${fullKey}:`).toString("base64");

beforeAll(async () => {
  world = await startBrokerWorld();
  id = await world.credential();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.chargebee.requests.length = 0;
  world.chargebee.mood = "well";
});

const request = (body: Record<string, unknown>) =>
  world.credenza.api("POST", `integrationcredentials/${id}/request`, {
    body: { method: "GET", path: "/_echo", ...body },
  });

describe("POST /request", () => {
  it("calls the system with the credential and gives its answer back", async () => {
    const answer = await request({ path: "/customers", query: { limit: 1 } });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 200, bodyEncoding: "json", truncated: false });
    expect(answer.body.body.list[0].customer.id).toBe("cus_1");
    expect(answer.body.durationMs).toBeGreaterThan(0);
    const [seen] = world.chargebee.requests;
    expect([seen?.method, seen?.url, seen?.headers.authorization]).toEqual([
      "GET",
      "/api/v2/customers?limit=1",
      `Basic ${blob}`,
    ]);
  });

  it("sends an object as JSON and a string as it is", async () => {
    const object = await request({ method: "POST", body: { a: [1, null] } });
    expect(object.body.body).toMatchObject({
      method: "POST",
      body: '{"a":[1,null]}',
      headers: { "content-type": "application/json" },
    });
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const text = await request({ method: "POST", body: "email=a%40b&x=ü", headers });
    expect(text.body.body).toMatchObject({
      body: "email=a%40b&x=ü",
      headers: { "content-type": headers["Content-Type"] },
    });
    const plain = await request({ method: "PUT", body: "" });
    expect(plain.body.body).toMatchObject({ method: "PUT", body: "" });
  });

  it("passes the caller's headers but those that belong to the broker", async () => {
    const answer = await request({
      headers: {
        Authorization: "Basic mine",
        Cookie: "a=1",
        "X-Forwarded-For": "1.2.3.4",
        "X-Mine": ["1", "2"],
        "Idempotency-Key": "k",
      },
    });
    const { headers } = answer.body.body;
    expect(headers).toMatchObject({
      "x-mine": "1, 2",
      "idempotency-key": "k",
      "x-forwarded-host": "acme-test.chargebee.com",
    });
    expect(headers).not.toHaveProperty("cookie");
    expect(headers).not.toHaveProperty("x-forwarded-for");
  });

  it("never shows the key, though the vendor echoes it in headers and body", async () => {
    const answer = await request({});
    expect(answer.text).not.toContain(fullKey);
    expect(answer.text).not.toContain(blob.replace(/=+$/, ""));
    expect(answer.body.headers["x-echo-authorization"]).toBe("Basic [secret]");
    expect(answer.body.headers).toMatchObject({ "x-plain": "kept" });
    expect(answer.body.headers).not.toHaveProperty("set-cookie");
  });

  it("gives errors of the vendor back as answers", async () => {
    world.chargebee.mood = "throttled";
    const answer = await request({ path: "/customers" });
    expect([answer.status, answer.body.status, answer.body.headers["retry-after"]]).toEqual([200, 429, "7"]);
    expect(answer.body.body.api_error_code).toBe("api_request_limit_exceeded");
  });

  it("follows no redirect: one to another origin loses its Location and says so", async () => {
    const away = await request({ path: "/_redirect", query: { to: "https://evil.example/x" } });
    expect(away.body.status).toBe(302);
    expect(away.body.headers["x-credenza-redirect-not-followed"]).toBe("true");
    expect(away.body.headers).not.toHaveProperty("location");
    const home = await request({ path: "/_redirect", query: { to: "/api/v2/customers" } });
    expect(home.body.headers.location).toBe("/api/v2/customers");
    expect(world.chargebee.requests).toHaveLength(2);
  });

  it("reads ten MiB and says that there was more", async () => {
    const limit = 10 * 1024 * 1024;
    const whole = await request({ path: "/_huge", query: { bytes: limit } });
    expect([whole.body.truncated, whole.body.body.length]).toEqual([false, limit]);
    const cut = await request({ path: "/_huge", query: { bytes: limit + 1 } });
    expect([cut.body.truncated, cut.body.body.length, cut.body.bodyEncoding]).toEqual([true, limit, "utf-8"]);
  });

  it("answers 204 and HEAD without a body", async () => {
    expect((await request({ path: "/_empty" })).body).toMatchObject({ status: 204, body: "" });
    expect((await request({ method: "HEAD", path: "/customers" })).body).toMatchObject({ status: 200, body: "" });
  });
});

describe("POST /request, when the system fails", () => {
  it("504 when it does not answer in time, and within its body", async () => {
    world.chargebee.mood = "hanging";
    const hanging = await request({ timeoutMs: 100 });
    expect([hanging.status, hanging.body.code, hanging.body.failure]).toEqual([504, "upstream_timeout", "timeout"]);
    world.chargebee.mood = "well";
    const stalled = await request({ path: "/_stall", timeoutMs: 200 });
    expect([stalled.status, stalled.body.code]).toEqual([504, "upstream_timeout"]);
    const slow = await request({ path: "/_slow", query: { parts: 1000, pauseMs: 20 }, timeoutMs: 200 });
    expect([slow.status, slow.body.code]).toEqual([504, "upstream_timeout"]);
  });

  it("502 when it breaks off, before or within its answer", async () => {
    world.chargebee.mood = "resetting";
    const reset = await request({});
    expect([reset.status, reset.body.code, reset.body.failure]).toEqual([502, "upstream_failed", "reset"]);
    world.chargebee.mood = "well";
    const cut = await request({ path: "/_cut" });
    expect([cut.status, cut.body.failure]).toEqual([502, "reset"]);
  });

  it("says nothing of path, key or address in its errors", async () => {
    world.chargebee.mood = "resetting";
    const answer = await request({ path: "/customers?token=c4n4ry" });
    expect(answer.text).not.toMatch(/c4n4ry|customers|test_full/);
  });
});

describe("POST /request, bad input", () => {
  it.each([
    [{ method: "TRACE" }, "method"],
    [{ method: "get" }, "method"],
    [{ path: 5 }, "path"],
    [{ path: undefined }, "path"],
    [{ path: "/".padEnd(9000, "a") }, "path"],
    [{ query: { a: { b: 1 } } }, "query.a"],
    [{ timeoutMs: 99 }, "timeoutMs"],
    [{ timeoutMs: 120_001 }, "timeoutMs"],
    [{ timeoutMs: "1" }, "timeoutMs"],
    [{ headers: { "x y": "1" } }, "headers"],
    [{ headers: { "X-Bad": "a\r\nb: c" } }, "headers.X-Bad"],
    [{ headers: { "X-Bad": 5 } }, "headers.X-Bad"],
    [{ surprise: 1 }, "surprise"],
  ])("400 for %j names %s", async (body, field) => {
    const answer = await request(body);
    expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([400, field]);
    expect(world.chargebee.requests).toHaveLength(0);
  });
});
