import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BrokerWorld, startBrokerWorld } from "./start.ts";

let world: BrokerWorld;
let id: string;

beforeAll(async () => {
  world = await startBrokerWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  id = await world.credential();
  world.chargebee.requests.length = 0;
  world.secretsOpened();
});

const request = (path: string) =>
  world.credenza.api("POST", `integrationcredentials/${id}/request`, { body: { method: "GET", path } });

const otherHosts = [
  "https://evil.example/",
  "https://other-site.chargebee.com/api/v2/customers",
  "http://127.0.0.1:1/",
  "http://169.254.169.254/latest/meta-data/",
  "http://user@127.0.0.1/",
  "file:///etc/passwd",
];
const badPaths = [
  "//evil.example/",
  "/../../admin",
  "/%2e%2e/admin",
  "/a/%2E./b",
  "/a%2fb",
  "/a%5cb",
  "/a%00b",
  "/a%0d%0ab",
  "/a%252fb",
];

describe("a host that the credential does not belong to", () => {
  it.each(otherHosts)("403 for %s, and no secret is opened", async (path) => {
    const answer = await request(path);
    expect([answer.status, answer.body.code]).toEqual([403, "host_not_allowed"]);
    expect(answer.text).not.toContain(path);
    expect([world.secretsOpened(), world.chargebee.requests.length]).toEqual([0, 0]);
  });

  it.each(otherHosts)("403 for %s through the proxy too", async (path) => {
    const answer = await world.raw("GET", `integrationcredentials/${id}/proxy/${path}`);
    expect([answer.status, answer.json.code]).toEqual([403, "host_not_allowed"]);
    expect([world.secretsOpened(), world.chargebee.requests.length]).toEqual([0, 0]);
  });

  it("a full URL on the credential's own host goes through", async () => {
    const answer = await request(`${world.chargebee.url}/api/v2/customers?limit=1`);
    expect([answer.body.status, world.secretsOpened()]).toEqual([200, 1]);
    const proxied = await world.raw(
      "GET",
      `integrationcredentials/${id}/proxy/${world.chargebee.url}/api/v2/customers`,
    );
    expect(proxied.status).toBe(200);
  });
});

describe("a path that leaves its place", () => {
  it.each(badPaths)("400 for %s, and no secret is opened", async (path) => {
    const answer = await request(path);
    expect([answer.status, answer.body.code]).toEqual([400, "path_not_allowed"]);
    expect([world.secretsOpened(), world.chargebee.requests.length]).toEqual([0, 0]);
  });

  it.each([...badPaths, "\\\\evil"])("400 for %s through the proxy too", async (path) => {
    const answer = await world.raw("GET", `integrationcredentials/${id}/proxy/${path.replace(/^\//, "")}`);
    expect([answer.status, answer.json.code]).toEqual([400, "path_not_allowed"]);
    expect([world.secretsOpened(), world.chargebee.requests.length]).toEqual([0, 0]);
  });

  it.each(["a%zz", "%ff", "%"])("400 for %s in the proxy's URL", async (path) => {
    expect((await world.raw("GET", `integrationcredentials/${id}/proxy/${path}`)).status).toBe(400);
    expect(world.chargebee.requests.length).toBe(0);
  });

  it.each(["//evil.example/x", "/../x", "/..%2f..%2fx"])("400 for proxy%s", async (path) => {
    const answer = await world.raw("GET", `integrationcredentials/${id}/proxy${path}`);
    expect([answer.status, answer.json.code]).toEqual([400, "path_not_allowed"]);
  });
});

describe("a credential that may not be called with", () => {
  it("404 for an unknown one, one without a UUID, and another organization's", async () => {
    for (const other of ["0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10", "not-a-uuid", "%2e%2e"]) {
      expect((await world.raw("GET", `integrationcredentials/${other}/proxy/customers`)).status).toBe(404);
      expect(
        (await world.raw("POST", `integrationcredentials/${other}/request`, json({ method: "GET", path: "/" }))).status,
      ).toBe(404);
    }
  });

  it("409 when it is disabled or deleted, at once", async () => {
    expect((await request("/customers")).body.status).toBe(200);
    await world.credenza.api("POST", `integrationcredentials/${id}/disable`);
    await settled(async () => (await request("/customers")).body.code === "credential_disabled");
    await world.credenza.api("POST", `integrationcredentials/${id}/enable`);
    await settled(async () => (await request("/customers")).body.status === 200);
    await world.credenza.api("DELETE", `integrationcredentials/${id}`);
    await settled(async () => (await request("/customers")).body.code === "credential_deleted");
  });

  it("409 when its type calls nobody", async () => {
    const incoming = await world.credential({
      destination: "M3SH_WORKFLOW",
      username: "u",
      password: "p",
      apiKey: undefined,
      site: undefined,
    });
    const answer = await world.raw("GET", `integrationcredentials/${incoming}/proxy/x`);
    expect([answer.status, answer.json.code]).toEqual([409, "credential_not_usable"]);
    expect(world.secretsOpened()).toBe(0);
  });

  it("401 without a token, and with a wrong one", async () => {
    for (const token of [null, "wrong"]) {
      const answer = await world.raw("GET", `integrationcredentials/${id}/proxy/customers`, { token });
      expect(answer.status).toBe(401);
      expect(answer.headers["content-type"]).toContain("application/problem+json");
    }
  });
});

const json = (body: unknown) => ({ body: JSON.stringify(body), headers: { "content-type": "application/json" } });

/** The change is told by the database, a moment after the answer. */
async function settled(check: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("It did not settle");
}
