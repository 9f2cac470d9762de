import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BrokerWorld, m3terKey, startBrokerWorld } from "./start.ts";

let world: BrokerWorld;
let id: string;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.now();
  world = await startBrokerWorld({ now: () => nowMs });
  id = await world.m3terCredential();
});
afterEach(() => world.stop());

const get = (path = "/things") => world.raw("GET", `integrationcredentials/${id}/proxy${path}`);

describe("access tokens", () => {
  it("are asked for once with the key, and serve every call after", async () => {
    for (let call = 0; call < 3; call++) expect((await get()).status).toBe(200);
    const blob = Buffer.from(`${m3terKey.accessKeyId}:${m3terKey.apiSecret}`).toString("base64");
    expect(world.m3ter.tokenRequests).toEqual([
      { authorization: `Basic ${blob}`, contentType: "application/json", body: '{"grant_type":"client_credentials"}' },
    ]);
    expect(world.m3ter.calls).toHaveLength(3);
  });

  it("are asked for once however many calls wait for one", async () => {
    world.m3ter.tokenDelayMs = 100;
    const answers = await Promise.all(Array.from({ length: 20 }, () => get()));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(world.m3ter.tokensGiven).toBe(1);
  });

  it("are renewed a minute before they expire", async () => {
    world.m3ter.expiresInSeconds = 3600;
    await get();
    nowMs += 3_539_000;
    await get();
    expect(world.m3ter.tokensGiven).toBe(1);
    nowMs += 2_000;
    await get();
    expect(world.m3ter.tokensGiven).toBe(2);
  });

  it("are renewed after four fifths of a short life", async () => {
    world.m3ter.expiresInSeconds = 100;
    await get();
    nowMs += 79_000;
    await get();
    expect(world.m3ter.tokensGiven).toBe(1);
    nowMs += 2_000;
    await get();
    expect(world.m3ter.tokensGiven).toBe(2);
  });

  it("still serve when the renewal ahead of time fails", async () => {
    world.m3ter.expiresInSeconds = 100;
    await get();
    world.m3ter.tokensBroken = true;
    nowMs += 85_000;
    expect((await get()).status).toBe(200);
    nowMs += 16_000;
    const expired = await get();
    expect([expired.status, expired.json.code]).toEqual([502, "upstream_authentication_failed"]);
  });

  it("are renewed once when the system refuses one before its time", async () => {
    await get();
    world.m3ter.revokeTokens();
    expect((await get()).status).toBe(200);
    expect(world.m3ter.tokensGiven).toBe(2);
    const body = { method: "POST", path: "/things", body: { a: 1 } };
    world.m3ter.revokeTokens();
    const repeated = await world.credenza.api("POST", `integrationcredentials/${id}/request`, { body });
    expect([repeated.body.status, world.m3ter.tokensGiven]).toEqual([200, 3]);
  });

  it("a streamed body is not sent twice: its 401 goes to the caller, the next call has a new token", async () => {
    await get();
    world.m3ter.revokeTokens();
    const upload = await world.raw("POST", `integrationcredentials/${id}/proxy/things`, { body: "streamed" });
    expect(upload.status).toBe(401);
    expect((await get()).status).toBe(200);
  });

  it("never come back to the caller", async () => {
    const answer = await get();
    expect(answer.json.token).toMatch(/^\*+$/);
    const request = { method: "GET", path: "/things" };
    const whole = await world.credenza.api("POST", `integrationcredentials/${id}/request`, { body: request });
    expect(whole.text).not.toContain("eyJ");
  });

  it("502 when the system refuses the key, without its words", async () => {
    id = await world.m3terCredential({ apiSecret: "wrong-secret-value" });
    const answer = await get();
    expect([answer.status, answer.json.code]).toEqual([502, "upstream_authentication_failed"]);
    expect(answer.text).not.toContain("wrong-secret-value");
  });

  it("a replaced secret gets a token of its own", async () => {
    await get();
    const body = { version: 1, apiSecret: "wrong-secret-value" };
    expect((await world.credenza.api("PUT", `integrationcredentials/${id}`, { body })).status).toBe(200);
    for (let attempt = 0; attempt < 100 && (await get()).status === 200; attempt++)
      await new Promise((done) => setTimeout(done, 20));
    expect((await get()).status).toBe(502);
  });
});
