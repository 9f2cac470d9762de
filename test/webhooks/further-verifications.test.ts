import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import hmacValidator from "@adyen/api-library/lib/src/utils/hmacValidator.js";
import { sign as octokitSign } from "@octokit/webhooks-methods";
import { parse as parseGocardless } from "gocardless-nodejs/webhooks";
import { createLocalJWKSet, exportJWK, SignJWT } from "jose";
import { WebhooksHelper } from "square";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import twilio from "twilio";
import { describe, expect, it } from "vitest";
import type { Check } from "../../src/webhooks/incoming/check.ts";
import { judge, toCheck } from "./vectors.ts";

const nowSeconds = 1_750_000_000;
const nowMs = nowSeconds * 1000;
const url = "https://hooks.example.com/hooks/token?a=1";

async function isAccepted(
  type: string,
  fields: Record<string, string>,
  headers: Record<string, string>,
  body: string,
  change: Partial<Check> = {},
): Promise<boolean> {
  const vector = { type, name: "", fields, headers, body, at: nowMs, url };
  return (await judge(type, toCheck(vector, { ...change }))).accepted;
}

describe("what a vendor's own library signs is accepted, and refused with another body or secret", () => {
  const body = '{"id":"evt_1","text":"wörld"}';
  const secret = "a secret of some length";
  const whsec = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
  const svix = new SvixWebhook(whsec);
  const standard = new StandardWebhook(whsec);
  const standardHeaders = (signature: string) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(nowSeconds),
    "webhook-signature": signature,
  });
  const cases: [string, string, Record<string, string>, () => Promise<Record<string, string>> | Record<string, string>][] = [
    ["@octokit/webhooks-methods", "GITHUB_WEBHOOK_SECRET", { secret }, async () => ({ "X-Hub-Signature-256": await octokitSign(secret, body) })],
    ["standardwebhooks", "STANDARD_WEBHOOKS_SECRET", { secret: whsec }, () => standardHeaders(standard.sign("msg_1", new Date(nowMs), body))],
    ["svix", "STANDARD_WEBHOOKS_SECRET", { secret: whsec }, () => standardHeaders(svix.sign("msg_1", new Date(nowMs), body))],
    ["twilio", "TWILIO_WEBHOOK_TOKEN", { secret }, () => ({ "X-Twilio-Signature": twilioSignature(secret, body) })],
  ]; // biome-ignore format: a table

  function twilioSignature(token: string, text: string): string {
    return twilio.getExpectedTwilioSignature(token, `${url}&bodySHA256=${digestOf(text)}`, {});
  }
  const changeFor = (type: string): Partial<Check> =>
    type === "TWILIO_WEBHOOK_TOKEN" ? { url: `${url}&bodySHA256=${digestOf(body)}` } : {};

  it.each(cases)("%s", async (_name, type, fields, signedBy) => {
    const headers = await signedBy();
    const change = changeFor(type);
    expect(await isAccepted(type, fields, headers, body, change)).toBe(true);
    expect(await isAccepted(type, fields, headers, `${body} `, change)).toBe(false);
    const other = type === "STANDARD_WEBHOOKS_SECRET" ? `whsec_${Buffer.alloc(32).toString("base64")}` : "another";
    expect(await isAccepted(type, { secret: other }, headers, body, change)).toBe(false);
  });

  it("square, gocardless and Adyen verify what we hold to be right", async () => {
    const square = createHmac("sha256", secret)
      .update(url + body)
      .digest("base64");
    const { default: helper = WebhooksHelper } = { default: WebhooksHelper };
    const given = { requestBody: body, signatureHeader: square, signatureKey: secret, notificationUrl: url };
    expect(await helper.verifySignature(given)).toBe(true);
    expect(
      await isAccepted("SQUARE_SIGNATURE_KEY", { secret }, { "x-square-hmacsha256-signature": square }, body),
    ).toBe(true);
    const events = '{"events":[{"id":"EV1"}]}';
    const signature = createHmac("sha256", secret).update(events).digest("hex");
    expect(parseGocardless(events, secret, signature)).toHaveLength(1);
    expect(await isAccepted("GOCARDLESS_WEBHOOK_SECRET", { secret }, { "Webhook-Signature": signature }, events)).toBe(
      true,
    );
  });

  it("Adyen's library signs the items of a standard webhook; one wrong item refuses all", async () => {
    const key = "DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00";
    const Validator =
      (hmacValidator as unknown as { default: new () => { calculateHmac(data: unknown, key: string): string } })
        .default ?? hmacValidator;
    const validator = new Validator();
    const item = (eventCode: string, success = "true") => {
      const bare = {
        ...{ pspReference: "p", originalReference: "o", merchantAccountCode: "m", merchantReference: "r" },
        ...{ amount: { value: 1000, currency: "EUR" }, eventCode, success },
      };
      const hmacSignature = validator.calculateHmac({ ...bare, additionalData: {} }, key);
      return { NotificationRequestItem: { ...bare, additionalData: { hmacSignature } } };
    };
    const send = (...items: object[]) =>
      isAccepted("ADYEN_HMAC_KEY", { secret: key }, {}, JSON.stringify({ notificationItems: items }));
    expect(await send(item("AUTHORISATION"), item("CAPTURE"))).toBe(true);
    const { NotificationRequestItem: right } = item("CAPTURE");
    for (const change of [
      { success: "false" },
      { pspReference: "x" },
      { amount: { value: 1, currency: "EUR" } },
      { eventCode: "REFUND" },
    ]) {
      expect(await send(item("AUTHORISATION"), { NotificationRequestItem: { ...right, ...change } })).toBe(false);
    }
    expect(await send()).toBe(false);
    expect(await send({ NotificationRequestItem: { ...right, additionalData: {} } })).toBe(false);
  });
});

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("Ed25519", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
  const fields = { publicKey: `whpk_${raw}` };
  const headersFor = (body: string, at = nowSeconds) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(at),
    "webhook-signature": `v1,AAAA v1a,${sign(null, Buffer.from(`msg_1.${at}.${body}`), privateKey).toString("base64")}`,
  });

  it("of Standard Webhooks is accepted by its public key alone", async () => {
    expect(await isAccepted("STANDARD_WEBHOOKS_PUBLIC_KEY", fields, headersFor("{}"), "{}")).toBe(true);
    expect(await isAccepted("STANDARD_WEBHOOKS_PUBLIC_KEY", fields, headersFor("{}"), "{ }")).toBe(false);
    expect(await isAccepted("STANDARD_WEBHOOKS_PUBLIC_KEY", fields, headersFor("{}", nowSeconds - 301), "{}")).toBe(
      false,
    );
    const other = { publicKey: `whpk_${Buffer.alloc(32, 1).toString("base64")}` };
    expect(await isAccepted("STANDARD_WEBHOOKS_PUBLIC_KEY", other, headersFor("{}"), "{}")).toBe(false);
  });
});

describe("a bearer JWT", () => {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const others = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const publicKey = keys.publicKey.export({ type: "spki", format: "pem" }).toString();
  const base = {
    jwksUrl: "",
    publicKey,
    algorithms: "RS256",
    issuer: "https://i.test",
    audience: "us",
    claim: "tid",
    claimValue: "t1",
  };
  const claims = { iss: "https://i.test", aud: ["us", "them"], tid: "t1", iat: nowSeconds, exp: nowSeconds + 600 };
  const tokenOf = (change: object = {}, alg = "RS256", key: KeyObject | Uint8Array = keys.privateKey) =>
    new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg, kid: "k1" }).sign(key);
  const send = async (token: string, fields = base, change: Partial<Check> = {}) =>
    isAccepted("BEARER_JWT", fields, { Authorization: `Bearer ${token}` }, "{}", change);

  it("is accepted with its key, issuer, audience and claim", async () => {
    expect(await send(await tokenOf())).toBe(true);
    expect(
      await send(await tokenOf({ iat: undefined }), { ...base, issuer: "", audience: "", claim: "", claimValue: "" }),
    ).toBe(true);
  });

  it.each([
    ["another issuer", { iss: "https://e.test" }],
    ["another audience", { aud: "them" }],
    ["another claim", { tid: "t2" }],
    ["no end", { exp: undefined }],
    ["an end that is over", { exp: nowSeconds - 1 }],
    ["a beginning far ahead", { nbf: nowSeconds + 301 }],
    ["a time far ahead", { iat: nowSeconds + 301, exp: nowSeconds + 900 }],
  ])("is refused with %s", async (_name, change) => {
    expect(await send(await tokenOf(change))).toBe(false);
  });

  it("is refused by another key, another algorithm, and when the public key is taken for a shared secret", async () => {
    expect(await send(await tokenOf({}, "RS256", others.privateKey))).toBe(false);
    expect(await send(await tokenOf({}, "PS256"))).toBe(false);
    expect(await send(await tokenOf({}, "HS256", Buffer.from(publicKey)), { ...base, algorithms: "HS256 RS256" })).toBe(
      false,
    );
    const [, payload] = (await tokenOf()).split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    expect(await send(`${none}.${payload}.`)).toBe(false);
  });

  it("is accepted by published keys; a key that is new there is asked for once more", async () => {
    const asked: boolean[] = [];
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "RS256" };
    const source = (known: boolean) => ({
      certificate: () => Promise.reject(new Error("unused")),
      jwks: async (_url: string, isAgain = false) => {
        asked.push(isAgain);
        return createLocalJWKSet({ keys: known || isAgain ? [jwk] : [{ ...jwk, kid: "old" }] });
      },
    });
    const fields = { ...base, publicKey: "", jwksUrl: "https://i.test/jwks" };
    expect(await send(await tokenOf(), fields, { keys: source(true) })).toBe(true);
    expect(await send(await tokenOf(), fields, { keys: source(false) })).toBe(true);
    expect(asked).toEqual([false, false, true]);
    const away = {
      jwks: () => Promise.reject(new Error("away")),
      certificate: () => Promise.reject(new Error("away")),
    };
    expect(await send(await tokenOf(), fields, { keys: away })).toBe(false);
  });
});

describe("a certificate that a proxy checked", () => {
  const fields = { header: "X-Client-Cert", expected: "CN=sender", proxies: "10.0.0.0/8, 192.0.2.7" };
  const from = async (
    sourceAddress: string | null,
    headers: Record<string, string> = { "X-Client-Cert": "CN=sender" },
  ) => {
    const vector = { type: "CLIENT_CERTIFICATE_HEADER", name: "", fields, headers, body: "{}", at: nowMs };
    const check = toCheck(vector);
    return (await judge(vector.type, { ...check, request: { ...check.request, sourceAddress } })).accepted;
  };

  it("counts from the proxy's addresses alone", async () => {
    for (const address of ["10.1.2.3", "::ffff:10.1.2.3", "192.0.2.7"]) expect(await from(address), address).toBe(true);
    for (const address of ["11.0.0.1", "192.0.2.8", "::1", null])
      expect(await from(address), String(address)).toBe(false);
    expect(await from("10.1.2.3", { "X-Client-Cert": "CN=other" })).toBe(false);
    expect(await from("10.1.2.3", {})).toBe(false);
  });
});
