import { createHash, createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
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
  const svixHeaders = (signature: string) => ({
    "svix-id": "msg_1",
    "svix-timestamp": String(nowSeconds),
    "svix-signature": signature,
  });
  const cases: [string, string, Record<string, string>, () => Promise<Record<string, string>> | Record<string, string>][] = [
    ["@octokit/webhooks-methods", "GITHUB_WEBHOOK_SECRET", { secret }, async () => ({ "X-Hub-Signature-256": await octokitSign(secret, body) })],
    ["standardwebhooks", "STANDARD_WEBHOOKS_SECRET", { secret: whsec }, () => standardHeaders(standard.sign("msg_1", new Date(nowMs), body))],
    ["svix", "STANDARD_WEBHOOKS_SECRET", { secret: whsec }, () => standardHeaders(svix.sign("msg_1", new Date(nowMs), body))],
    ["svix, with its own headers", "SVIX_SECRET", { secret: whsec }, () => svixHeaders(svix.sign("msg_1", new Date(nowMs), body))],
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
    const other = fields.secret === whsec ? `whsec_${Buffer.alloc(32).toString("base64")}` : "another";
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

it("a form of Twilio is refused with any byte changed that changes a field", async () => {
  const form = "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309";
  // Twilio signs names and values without a mark between them.
  const given = (text: string) =>
    [...new URLSearchParams(text)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flat()
      .join("");
  const send = (text: string) =>
    isAccepted(
      "TWILIO_WEBHOOK_TOKEN",
      { secret: "12345" },
      { "X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "Content-Type": "application/x-www-form-urlencoded" },
      text,
      { url: "https://mycompany.com/myapp.php?foo=1&bar=2" },
    );
  expect(await send(form)).toBe(true);
  let tried = 0;
  for (let index = 0; index < form.length; index += 1) {
    const changed = form.slice(0, index) + String.fromCharCode(form.charCodeAt(index) ^ 1) + form.slice(index + 1);
    const cut = form.slice(0, index) + form.slice(index + 1);
    for (const text of [changed, cut].filter((one) => given(one) !== given(form))) {
      expect(await send(text), text).toBe(false);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(150);
});

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
    const nobody = { ...fields, audience: "", claim: "", claimValue: "" };
    expect(await send(await tokenOf(), nobody, { keys: source(true) })).toBe(false);
    const away = {
      jwks: () => Promise.reject(new Error("away")),
      certificate: () => Promise.reject(new Error("away")),
    };
    expect(await send(await tokenOf(), fields, { keys: away })).toBe(false);
  });
});

describe("the examples of RFC 7515", () => {
  const payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  const rsa = {
    kty: "RSA",
    n: "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    e: "AQAB",
  };
  const ec = {
    kty: "EC",
    crv: "P-256",
    x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
  };
  const hmacToken = `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${payload}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`;
  const rsaToken = `eyJhbGciOiJSUzI1NiJ9.${payload}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`;
  const ecToken = `eyJhbGciOiJFUzI1NiJ9.${payload}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`;
  const bareToken = `eyJhbGciOiJub25lIn0.${payload}.`;
  const pemOf = (jwk: object) => createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });

  const send = async (token: string, jwk: object, algorithms: string, change: Partial<Check> = {}) => {
    const none = { jwksUrl: "", issuer: "joe", audience: "", claim: "http://example.com/is_root", claimValue: "true" };
    const fields = { ...none, publicKey: pemOf(jwk).toString(), algorithms };
    const headers = { Authorization: `Bearer ${token}` };
    return isAccepted("BEARER_JWT", fields, headers, "", { nowMs: 1_300_819_379_000, ...change });
  };

  it.each([
    ["A.2", rsaToken, rsa, "RS256", ec],
    ["A.3", ecToken, ec, "ES256", rsa],
  ])("%s is accepted by its key until it ends, and altered nowhere", async (_name, token, jwk, algorithm, other) => {
    expect(await send(token, jwk, algorithm)).toBe(true);
    expect(await send(token, jwk, algorithm, { nowMs: 1_300_819_380_000 })).toBe(false);
    expect(await send(token, jwk, algorithm === "RS256" ? "ES256" : "RS256")).toBe(false);
    expect(await send(token, other, "RS256 ES256")).toBe(false);
    for (let index = 0; index < token.length - 1; index += 7) {
      const letter = token[index] === "A" ? "B" : "A";
      if (token[index] === ".") continue;
      expect(await send(`${token.slice(0, index)}${letter}${token.slice(index + 1)}`, jwk, algorithm), `${index}`).toBe(
        false,
      );
    }
  });

  it("A.1 and A.5, by a shared secret and by none, count with no public key", async () => {
    for (const token of [hmacToken, bareToken, `${bareToken}AAAA`]) {
      expect(await send(token, rsa, "RS256 ES256")).toBe(false);
      expect(await send(token, rsa, "HS256 none RS256")).toBe(false);
    }
  });
});

describe("a generic HMAC", () => {
  const body = '{"id":"1"}';
  const plain = {
    ...{ headerName: "X-Sig", prefix: "", hash: "sha256", encoding: "hex", template: "{body}" },
    ...{ timestampHeader: "", timestampUnit: "seconds", secret: "s3cret" },
  };
  const macOf = (text: string, hash = "sha256", encoding: "hex" | "base64" = "hex", key = "s3cret") =>
    createHmac(hash, key).update(text).digest(encoding);
  const send = (fields: Record<string, string>, headers: Record<string, string>, text = body) =>
    isAccepted("GENERIC_HMAC", { ...plain, ...fields }, headers, text);

  it.each(["sha1", "sha256", "sha384", "sha512"])(
    "is taken with %s, in hex and base64, with a prefix",
    async (hash) => {
      for (const encoding of ["hex", "base64"] as const) {
        const mac = macOf(body, hash, encoding);
        expect(await send({ hash, encoding }, { "x-sig": mac })).toBe(true);
        expect(await send({ hash, encoding, prefix: "v1=" }, { "X-Sig": `v1=${mac}` })).toBe(true);
        expect(await send({ hash, encoding, prefix: "v1=" }, { "X-Sig": mac })).toBe(false);
        expect(await send({ hash, encoding }, { "X-Sig": `v1=${mac}` })).toBe(false);
        expect(await send({ hash, encoding }, { "X-Sig": mac }, `${body} `)).toBe(false);
        expect(await send({ hash, encoding, secret: "other" }, { "X-Sig": mac })).toBe(false);
      }
      const others = ["sha1", "sha256", "sha384", "sha512"].filter((other) => other !== hash);
      for (const other of others) expect(await send({ hash: other }, { "X-Sig": macOf(body, hash) })).toBe(false);
      expect(await send({ hash }, { "X-Sig": macOf(body, hash, "base64") })).toBe(false);
      expect(await send({ hash }, { "X-Sig": macOf(body, hash).toUpperCase() })).toBe(false);
    },
  );

  it("is taken with method, URL and time signed, inside the window", async () => {
    const timed = { template: "{timestamp}.{method}.{url}.{body}", timestampHeader: "X-Time" };
    const units: Record<string, (seconds: number) => string> = {
      seconds: String,
      milliseconds: (seconds) => String(seconds * 1000),
      iso: (seconds) => new Date(seconds * 1000).toISOString(),
    };
    for (const [timestampUnit, write] of Object.entries(units)) {
      const at = (seconds: number) => {
        const time = write(seconds);
        return { "X-Time": time, "X-Sig": macOf(`${time}.POST.${url}.${body}`) };
      };
      const fields = { ...timed, timestampUnit };
      expect(await send(fields, at(nowSeconds)), timestampUnit).toBe(true);
      for (const away of [-301, 301]) expect(await send(fields, at(nowSeconds + away))).toBe(false);
      const { "X-Time": _, ...untimed } = at(nowSeconds);
      expect(await send(fields, untimed)).toBe(false);
      expect(await send(fields, { ...at(nowSeconds), "X-Time": write(nowSeconds + 1) })).toBe(false);
      expect(await send(fields, { ...at(nowSeconds), "x-time": write(nowSeconds) })).toBe(false);
    }
  });

  it("is refused when a time is sent that nobody signed, or one is signed that has no header", async () => {
    const headers = { "X-Sig": macOf(body), "X-Time": String(nowSeconds) };
    expect(await send({ timestampHeader: "X-Time" }, headers)).toBe(false);
    expect(await send({ template: "{timestamp}{body}" }, { "X-Sig": macOf(body) })).toBe(false);
  });

  it("is refused when its header is missing, empty, repeated or holds several", async () => {
    const mac = macOf(body);
    for (const headers of [{}, { "X-Sig": "" }, { "X-Sig": `${mac},${mac}` }, { "X-Sig": mac, "x-sig": mac }])
      expect(await send({}, headers as Record<string, string>)).toBe(false);
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
    for (const address of ["::ffff:11.0.0.1", "::1", "fe80::1%eth0", ""])
      expect(await from(address), address).toBe(false);
    const spoofed = { "X-Client-Cert": "CN=sender", "X-Forwarded-For": "10.1.2.3", Forwarded: "for=10.1.2.3" };
    expect(await from("11.0.0.1", spoofed)).toBe(false);
    expect(await from("10.1.2.3", { "X-Client-Cert": "CN=sender", "x-client-cert": "CN=sender" })).toBe(false);
    for (const near of ["cn=sender", "CN=sender ", "CN=sender,O=x", "CN=sende", ""])
      expect(await from("10.1.2.3", { "X-Client-Cert": near }), near).toBe(false);
  });
});
