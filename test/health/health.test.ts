import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkDue, watchTime } from "../../src/health/watch.ts";
import { type BrokerWorld, fullKey, startBrokerWorld } from "../broker/start.ts";
import { issueCertificate } from "../certificates.ts";

let world: BrokerWorld;

beforeEach(async () => {
  world = await startBrokerWorld();
});
afterEach(() => world.stop());

async function query(text: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: world.credenza.databaseUrl });
  await client.connect();
  await client.query(text, values);
  await client.end();
}

const get = async (id: string) => (await world.credenza.api("GET", `integrationcredentials/${id}`)).body;
const actions = async (id: string): Promise<string[]> =>
  (await world.credenza.api("GET", `integrationcredentials/${id}/audit`)).body.data.map(
    ({ action }: { action: string }) => action,
  );
const due = (id: string) =>
  query("update credentials set next_check_at = now() - interval '1 minute' where id = $1", [id]);

describe("a credential that is created with ?test=true", () => {
  const create = (apiKey: string) =>
    world.credenza.api("POST", "integrationcredentials?test=true", {
      body: { name: "New", destination: "CHARGEBEE", apiKey, site: "acme-test" },
    });

  it("says what was checked and what came back", async () => {
    const { body } = await create(fullKey);
    expect(body).toMatchObject({
      status: "OK",
      lastSuccessAt: expect.any(String),
      lastFailureAt: null,
      statusDetail: { verdict: "working", checked: expect.stringMatching(/^GET http.*\/customers\?limit=1$/) },
    });
  });

  it("is kept when the key is refused, with the cause", async () => {
    const { status, body } = await create("test_wrong_key_000000000");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: "FAILING",
      lastSuccessAt: null,
      lastFailure: expect.stringContaining("refuses"),
    });
  });
});

describe("the schedule", () => {
  it("looks at what is due, tells once of one that stopped working, and does not try a refused key again", async () => {
    const id = await world.credential({ apiKey: "test_wrong_key_000000000" });
    await query("update credentials set status = 'OK', last_success_at = now() where id = $1", [id]);
    await due(id);
    const calls = world.chargebee.requests.length;
    await checkDue(world.credenza.context);
    expect(world.chargebee.requests.length).toBe(calls + 1);
    expect(await get(id)).toMatchObject({ status: "FAILING", lastSuccessAt: expect.any(String) });
    expect(await actions(id)).toContain("credential.disconnected");
    await checkDue(world.credenza.context);
    expect(world.chargebee.requests.length).toBe(calls + 1);
  });

  it("is EXPIRING from 14 days before a known expiry, and tells of it once", async () => {
    const id = await world.credential();
    await query("update credentials set expires_at = now() + interval '15 days', status = 'OK' where id = $1", [id]);
    await watchTime(world.credenza.context);
    expect(await get(id)).toMatchObject({ status: "OK" });
    await query("update credentials set expires_at = now() + interval '13 days' where id = $1", [id]);
    for (let twice = 0; twice < 2; twice++) await watchTime(world.credenza.context);
    expect(await get(id)).toMatchObject({ status: "EXPIRING" });
    expect((await actions(id)).filter((action) => action === "credential.expiring")).toHaveLength(1);
    const tested = await world.credenza.api("POST", `integrationcredentials/${id}/test`);
    expect(tested.body.verdict).toBe("working");
    expect(await get(id)).toMatchObject({ status: "EXPIRING" });
  });

  it("knows when a certificate ends: from its creation on, and anew when it is replaced", async () => {
    const certificate = (days: number) => {
      const validTo = new Date(Math.floor(Date.now() / 1000) * 1000 + days * 86_400_000);
      const { pem, key } = issueCertificate({ name: "client.example", validFrom: new Date("2026-01-01"), validTo });
      const privateKey = key.export({ type: "pkcs8", format: "pem" });
      return { validTo: validTo.toISOString(), secrets: { certificate: pem, privateKey } };
    };
    const [first, second] = [certificate(10), certificate(300)];
    const created = {
      name: "Bank",
      destination: "ANY_API",
      type: "CLIENT_CERTIFICATE",
      baseUrl: "https://api.acme.example",
    };
    const { body } = await world.credenza.api("POST", "integrationcredentials", {
      body: { ...created, ...first.secrets },
    });
    expect(body).toMatchObject({ expiresAt: first.validTo });
    await watchTime(world.credenza.context);
    expect(await get(body.id)).toMatchObject({ status: "EXPIRING" });
    expect(await actions(body.id)).toContain("credential.expiring");
    const renewed = await world.credenza.api("POST", `integrationcredentials/${body.id}/rotate`, {
      body: { version: body.version, ...second.secrets },
    });
    expect(renewed.body).toMatchObject({ expiresAt: second.validTo, status: "UNTESTED" });
    await watchTime(world.credenza.context);
    expect(await get(body.id)).toMatchObject({ status: "UNTESTED" });
  });

  it("removes a credential whose sign-in was not finished in ten minutes, and leaves an audit row", async () => {
    const app = { name: "App", destination: "XERO", type: "XERO_OAUTH_APP", clientId: "a", clientSecret: "b" };
    const { body } = await world.credenza.api("POST", "integrationcredentials", { body: app });
    const waiting = { name: "Waiting", destination: "XERO", type: "OAUTH_CODE", appId: body.id };
    const { body: pending } = await world.credenza.api("POST", "integrationcredentials", { body: waiting });
    await watchTime(world.credenza.context);
    expect(await get(pending.id)).toMatchObject({ status: "PENDING" });
    await query("update credentials set pending_until = now() - interval '1 second' where id = $1", [pending.id]);
    await watchTime(world.credenza.context);
    const gone = await world.credenza.api("GET", `integrationcredentials/${pending.id}`);
    expect(gone.status).toBe(404);
    const { body: audit } = await world.credenza.api("GET", "audit");
    expect(audit.data[0]).toMatchObject({ action: "credential.abandoned", resourceId: pending.id });
    const { body: events } = await world.credenza.api("GET", "events?eventName=configuration.credential.deleted");
    const data = { oldDto: { id: pending.id, status: "PENDING" }, actor: { type: "SYSTEM" } };
    expect(events.data[0].m3terEvent.eventData).toMatchObject(data);
  });
});

describe("rotate", () => {
  const rotate = (id: string, body: Record<string, unknown>) =>
    world.credenza.api("POST", `integrationcredentials/${id}/rotate`, { body });

  it("puts the new secret in the place of the old one, as a new version that is untested", async () => {
    const id = await world.credential({ apiKey: "test_wrong_key_000000000" });
    const { body } = await rotate(id, { version: 1, apiKey: fullKey });
    expect(body).toMatchObject({ version: 2, status: "UNTESTED" });
    expect((await world.credenza.api("POST", `integrationcredentials/${id}/test`)).body.status).toBe("OK");
    expect(await actions(id)).toContain("credential.rotated");
  });

  it("400 without a new secret, and for a field that is no secret; 409 for an old version", async () => {
    const id = await world.credential();
    expect((await rotate(id, { version: 1 })).body.errors[0].field).toBe("apiKey");
    expect((await rotate(id, { version: 1, site: "other" })).body.errors[0].field).toBe("site");
    expect((await rotate(id, { version: 7, apiKey: "test_other_key_00000" })).status).toBe(409);
  });
});
