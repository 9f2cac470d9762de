import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createNetwork } from "../../src/net/network.ts";
import type { Mood } from "../fakes/chargebee.ts";
import { type BrokerWorld, fullKey, m3terKey, restrictedKey, startBrokerWorld } from "./start.ts";

let world: BrokerWorld;

beforeAll(async () => {
  world = await startBrokerWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.chargebee.mood = "well";
  world.m3ter.mood = "well";
  world.m3ter.tokenKind = "jwt";
  world.chargebee.requests.length = 0;
});

async function test(id: string) {
  const answer = await world.credenza.api("POST", `integrationcredentials/${id}/test`);
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain(fullKey);
  expect(answer.text).not.toContain(m3terKey.apiSecret);
  return answer.body;
}

const stored = async (id: string) => (await world.credenza.api("GET", `integrationcredentials/${id}`)).body;

describe("testing a Chargebee key", () => {
  it("says that it works, what was called, and stores it", async () => {
    const id = await world.credential();
    const result = await test(id);
    expect(result).toMatchObject({
      status: "OK",
      verdict: "working",
      summary: "Working: Chargebee answers for the site acme-test.",
      checked: `GET ${world.chargebee.url}/api/v2/customers?limit=1`,
      httpStatus: 200,
    });
    expect(await stored(id)).toMatchObject({ status: "OK", statusDetail: { verdict: "working" } });
  });

  it.each([
    ["a wrong key", { apiKey: "test_unknown" }, "wrong_key", 401, /refuses this key/],
    ["a wrong site", { site: "elsewhere" }, "wrong_site", 404, /no site named elsewhere/],
    ["a key without permission", { apiKey: restrictedKey }, "no_permission", 403, /may not read customers/],
  ])("tells %s", async (_name, fields, verdict, httpStatus, summary) => {
    const id = await world.credential(fields);
    expect(await test(id)).toMatchObject({
      status: "FAILING",
      verdict,
      httpStatus,
      summary: expect.stringMatching(summary),
    });
    expect((await stored(id)).status).toBe("FAILING");
  });

  it.each<[Mood, string, string, number | null]>([
    ["throttled", "throttled", "UNTESTED", 429],
    ["broken", "unreachable", "FAILING", 503],
    ["redirecting", "unexpected", "FAILING", 302],
    ["resetting", "unreachable", "FAILING", null],
  ])("tells a system that is %s", async (mood, verdict, status, httpStatus) => {
    world.chargebee.mood = mood;
    const id = await world.credential();
    expect(await test(id)).toMatchObject({ verdict, status, httpStatus });
    expect(world.chargebee.requests).toHaveLength(1);
  });

  it("409 for a disabled or deleted one", async () => {
    const id = await world.credential();
    await world.credenza.api("POST", `integrationcredentials/${id}/disable`);
    expect((await world.credenza.api("POST", `integrationcredentials/${id}/test`)).body.code).toBe(
      "credential_disabled",
    );
    await world.credenza.api("DELETE", `integrationcredentials/${id}`);
    const gone = await world.credenza.api("POST", `integrationcredentials/${id}/test`);
    expect(gone.status).toBe(409);
  });
});

describe("testing a m3ter service user", () => {
  it("gets a token and asks for the organization that the token names", async () => {
    const result = await test(await world.m3terCredential());
    expect(result).toMatchObject({ status: "OK", verdict: "working", httpStatus: 200 });
    expect(result.checked).toMatch(/\/organizations\/0193f0aa-[0-9a-f-]+\/users\/me$/);
  });

  it("is content with the token when the token names none", async () => {
    world.m3ter.tokenKind = "none";
    const result = await test(await world.m3terCredential());
    expect(result).toMatchObject({
      status: "OK",
      verdict: "working",
      summary: "m3ter accepts the key and gave an access token.",
    });
  });

  it("tells a wrong secret, a missing permission, throttling and faults", async () => {
    const wrong = await test(await world.m3terCredential({ apiSecret: "wrong" }));
    expect(wrong).toMatchObject({ status: "FAILING", verdict: "wrong_key", httpStatus: 401 });
    for (const [mood, verdict] of [
      ["forbidden", "no_permission"],
      ["throttled", "throttled"],
      ["broken", "unreachable"],
    ] as const) {
      world.m3ter.mood = mood;
      expect((await test(await world.m3terCredential())).verdict).toBe(verdict);
    }
  });
});

describe("testing what cannot be tested", () => {
  it("says so and leaves the status", async () => {
    const id = await world.credential({
      destination: "M3SH_WORKFLOW",
      username: "u",
      password: "p",
      apiKey: undefined,
      site: undefined,
    });
    expect(await test(id)).toMatchObject({
      status: "UNTESTED",
      verdict: "not_testable",
      checked: null,
      httpStatus: null,
    });
  });
});

describe("testing against a host that cannot be reached", () => {
  it("says why in plain words", async () => {
    const other = await startBrokerWorld({ env: { CREDENZA_BASE_URL_CHARGEBEE: "http://127.0.0.1:1" } });
    const id = await other.credential();
    const answer = await other.credenza.api("POST", `integrationcredentials/${id}/test`);
    expect(answer.body).toMatchObject({
      status: "FAILING",
      verdict: "unreachable",
      summary: "127.0.0.1 refuses connections.",
    });
    await other.stop();
  });

  it("refuses the private address that a name resolves to", async () => {
    const network = createNetwork({ egressAllow: [], lookup: async () => [{ address: "10.0.0.1", family: 4 }] });
    const url = new URL("https://acme.chargebee.com/");
    await expect(network.request({ url, method: "GET", headers: {}, timeoutMs: 1000 })).rejects.toMatchObject({
      kind: "refused",
    });
    await network.close();
  });
});
