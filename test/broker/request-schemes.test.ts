import { createPublicKey, generateKeyPairSync, hash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { awsKeys, intacct, netsuite, type SigningFakes, snowflake, startSigningFakes } from "../fakes/signing.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

const destinations = ["NETSUITE", "AWS", "SAGE_INTACCT", "SAP_BYD", "SNOWFLAKE", "PADDLE", "SLACK"];
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const encrypted = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" } as const;

let fakes: SigningFakes;
let credenza: TestCredenza;

beforeAll(async () => {
  fakes = await startSigningFakes();
  snowflake.privateKey = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const spki = createPublicKey(snowflake.privateKey).export({ type: "spki", format: "der" });
  snowflake.fingerprint = `SHA256:${hash("sha256", spki, "base64")}`;
  const overrides = destinations.map((id) => [`CREDENZA_BASE_URL_${id}`, `${fakes.url}/${id}`]);
  credenza = await startCredenza({
    env: {
      ...Object.fromEntries(overrides),
      AWS_ACCESS_KEY_ID: awsKeys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: awsKeys.secretAccessKey,
    },
  });
});
afterAll(async () => {
  await credenza?.stop();
  await fakes?.close();
});
beforeEach(() => {
  fakes.seen.length = 0;
  fakes.refuse = undefined;
});

async function create(body: Record<string, unknown>): Promise<string> {
  const answer = await credenza.api("POST", "integrationcredentials", { body: { name: "Signed", ...body } });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.id;
}
const test = async (id: string) => (await credenza.api("POST", `integrationcredentials/${id}/test`)).body;
const send = (id: string, method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  credenza.api("POST", `integrationcredentials/${id}/request`, { body: { method, path, body, headers } });

const pem = { pkcs8: () => snowflake.privateKey, encrypted: () => privateKey.export(encrypted).toString() };
const cases: [name: string, fields: () => Record<string, unknown>, wrong: Record<string, unknown>][] = [
  ["NetSuite, OAuth 1", () => ({ destination: "NETSUITE", ...netsuite }), { tokenSecret: "wrong" }],
  ["AWS access key", () => ({ destination: "AWS", type: "AWS_ACCESS_KEY", ...awsKeys, region: "eu-west-1" }), { secretAccessKey: "wrong" }],
  ["Sage Intacct, XML session", () => ({ destination: "SAGE_INTACCT", ...intacct }), { userPassword: "wrong" }],
  ["Sage Intacct, sender", () => ({ destination: "SAGE_INTACCT", ...intacct }), { senderPassword: "wrong" }],
  ["SAP Business ByDesign", () => ({ destination: "SAP_BYD", username: "_CREDENZA", password: "Welcome 1:2", tenant: "my1", service: "cust/v1/s" }), { password: "wrong" }],
  ["Snowflake, key pair", () => ({ destination: "SNOWFLAKE", account: "acme-prod1", user: "credenza", privateKey: pem.pkcs8() }), { user: "somebody" }],
  ["Snowflake, encrypted key", () => ({ destination: "SNOWFLAKE", account: "acme-prod1", user: "credenza", privateKey: pem.encrypted(), passphrase: "open sesame" }), { passphrase: "wrong" }],
  ["Paddle Classic", () => ({ destination: "PADDLE", type: "PADDLE_CLASSIC", vendorId: "12345", vendorAuthCode: "code-1" }), { vendorAuthCode: "wrong" }],
  ["Slack webhook", () => ({ destination: "SLACK", webhookUrl: "https://hooks.slack.com/services/T0/B0/secretpart" }), { webhookUrl: "https://hooks.slack.com/services/T0/B0/wrong" }],
]; // biome-ignore format: a table

describe.each(cases)("%s", (_name, fields, wrong) => {
  it("the test call is taken by a vendor that checks it", async () => {
    expect(await test(await create(fields()))).toMatchObject({ verdict: "working", status: "OK" });
  });

  it("with a wrong secret it is refused, in words that repeat nothing", async () => {
    const result = await test(await create({ ...fields(), ...wrong }));
    expect(result).toMatchObject({ verdict: "wrong_key", status: "FAILING" });
    expect(result.summary).not.toContain("wrong/");
  });
});

describe("an AWS role", () => {
  const role = { destination: "AWS", accountId: "123456789012", roleName: "metering", region: "eu-west-1" };

  it("is assumed with the external id that we made, once, and signs calls to the region's services", async () => {
    const created = await credenza.api("POST", "integrationcredentials", { body: { name: "Role", ...role } });
    expect(created.body.externalId).toMatch(/^[\w-]{32}$/);
    expect(created.body.sealedFields).toEqual([]);
    expect(await test(created.body.id)).toMatchObject({ verdict: "working" });
    await send(created.body.id, "POST", "/", "hello");
    const assumed = fakes.seen.filter(({ body }) => body.includes("AssumeRole"));
    expect(assumed).toHaveLength(1);
    expect(new URLSearchParams(assumed[0]?.body).get("ExternalId")).toBe(created.body.externalId);
    expect(fakes.seen.at(-1)?.headers["x-amz-security-token"]).toBe("role+session==");
  });

  it("that does not trust us is told apart", async () => {
    const result = await test(await create({ ...role, roleName: "other" }));
    expect(result).toMatchObject({ verdict: "no_permission", summary: expect.stringContaining("external id") });
  });

  it("takes no external id from outside", async () => {
    const body = { name: "Role", ...role, externalId: "mine" };
    const answer = await credenza.api("POST", "integrationcredentials", { body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: "externalId" }] } });
  });
});

describe("Sage Intacct", () => {
  it("signs in once and puts further functions into the session's envelope", async () => {
    const id = await create({ destination: "SAGE_INTACCT", ...intacct });
    const list = '<function controlid="1"><readByQuery><object>CUSTOMER</object></readByQuery></function>';
    for (let call = 0; call < 3; call++) expect((await send(id, "POST", "", list)).body).toMatchObject({ status: 200 });
    expect(fakes.seen.filter(({ body }) => body.includes("<login>"))).toHaveLength(1);
    expect(fakes.seen.at(-1)?.body).toContain(`<content>${list}</content>`);
    expect((await send(id, "POST", "", "<request/>")).body).toMatchObject({ code: "malformed_body" });
    expect((await send(id, "GET", "")).body).toMatchObject({ code: "malformed_body" });
  });

  it.each([
    "https://intacct.com.evil.example/x",
    "http://www3.intacct.com/x",
    "https://evilintacct.com/",
    "nonsense",
    "https://www3.intacct.com:8443/",
  ])("refuses the endpoint %s", async (endpoint) => {
    fakes.intacctEndpoint = endpoint;
    const result = await test(await create({ destination: "SAGE_INTACCT", ...intacct }));
    fakes.intacctEndpoint = "https://www3.intacct.com/ia/xml/xmlgw.phtml";
    expect(result).toMatchObject({ verdict: "unexpected", summary: expect.stringContaining("intacct.com") });
  });
});

describe("SAP Business ByDesign", () => {
  const fields = {
    destination: "SAP_BYD",
    username: "_CREDENZA",
    password: "Welcome 1:2",
    tenant: "my1",
    service: "cust/v1/s",
  };

  it("sends the CSRF token and its cookies with what changes something, and fetches them once", async () => {
    const id = await create(fields);
    for (let call = 0; call < 2; call++) {
      expect((await send(id, "POST", "/cust/v1/s/Things", "{}")).body).toMatchObject({ status: 201 });
    }
    expect(fakes.seen.map(({ method }) => method)).toEqual(["GET", "POST", "POST"]);
    await send(id, "GET", "/cust/v1/s/Things");
    expect(fakes.seen.at(-1)?.headers).not.toHaveProperty("x-csrf-token");
  });

  it("never repeats a call after a 401", async () => {
    const id = await create({ ...fields, password: "wrong" });
    expect((await send(id, "GET", "/cust/v1/s/Things")).body).toMatchObject({ status: 401 });
    expect(fakes.seen).toHaveLength(1);
  });
});

describe("a URL that is the secret", () => {
  it("is called as it is, takes no path, and is masked wherever it comes back", async () => {
    const id = await create({ destination: "SLACK", webhookUrl: "https://hooks.slack.com/services/T0/B0/secretpart" });
    const json = { "content-type": "application/json" };
    expect((await send(id, "POST", "", '{"text":"Hello"}', json)).body).toMatchObject({ status: 200, body: "ok" });
    for (const path of ["/services/T9/B9/other", "?x=1", "https://hooks.slack.com/services/x"]) {
      expect((await send(id, "POST", path, "{}", json)).status).toBeGreaterThanOrEqual(400);
    }
    fakes.refuse = { status: 500, body: "failed at /services/T0/B0/secretpart" };
    const answer = await send(id, "POST", "", "{}", json);
    expect(answer.text).not.toContain("secretpart");
    const page = await credenza.api("GET", `integrationcredentials/${id}`);
    expect(page.text).not.toContain("secretpart");
  });
});

describe("Paddle Classic", () => {
  it("adds its keys to the caller's form and refuses other bodies", async () => {
    const id = await create({
      destination: "PADDLE",
      type: "PADDLE_CLASSIC",
      vendorId: "12345",
      vendorAuthCode: "code-1",
    });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    await send(id, "POST", "/subscription/users", "state=active&vendor_id=999", form);
    expect(Object.fromEntries(new URLSearchParams(fakes.seen.at(-1)?.body))).toEqual({
      state: "active",
      vendor_id: "12345",
      vendor_auth_code: "code-1",
    });
    const json = await send(id, "POST", "/subscription/users", "{}", { "content-type": "application/json" });
    expect(json.body).toMatchObject({ code: "credential_not_usable" });
  });
});
