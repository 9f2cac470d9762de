import { createHmac } from "node:crypto";
import { Signature } from "@hubspot/api-client";
import { Environment, Paddle } from "@paddle/paddle-node-sdk";
import fc from "fast-check";
import { SignJWT } from "jose";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { judge, toCheck } from "./vectors.ts";

const stripe = new Stripe("sk_test_x");
const atSeconds = 1_750_000_000;
const nowMs = atSeconds * 1000;
const anyBody = fc.oneof(fc.string({ unit: "binary" }), fc.json());
const anySecret = fc
  .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 80 })
  .filter((text) => text.trim() !== "");

const vector = (type: string, fields: Record<string, string>, headers: Record<string, string>, body: string) => ({
  type,
  name: "",
  fields,
  headers,
  body,
  at: nowMs,
});
const isAccepted = async (
  type: string,
  fields: Record<string, string>,
  headers: Record<string, string>,
  body: string,
  more = {},
) => (await judge(type, toCheck({ ...vector(type, fields, headers, body), ...more }))).accepted;

describe("stripe", () => {
  const sign = (payload: string, secret: string, scheme = "v1") =>
    stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: atSeconds, scheme });
  const judgeHeader = (header: string, body: string, signingKey: string) =>
    isAccepted("STRIPE_SIGNED_REQUEST", { signingKey }, { "Stripe-Signature": header }, body);

  it("what the SDK signs is accepted, whatever body and secret", async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, anySecret, async (body, secret) => {
        expect(await judgeHeader(sign(body, `whsec_${secret}`), body, `whsec_${secret}`)).toBe(true);
        expect(await judgeHeader(sign(body, `whsec_${secret}x`), body, `whsec_${secret}`)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it("any of several v1 may match; v0 and unknown schemes do not count", async () => {
    const [, good = ""] = sign("{}", "whsec_a").split(",v1=");
    const judgeList = (list: string) => judgeHeader(`t=${atSeconds},${list}`, "{}", "whsec_a");
    expect(await judgeList(`v1=deadbeef,v1=${good},v0=aa`)).toBe(true);
    expect(await judgeList(`v1=${good},v1=deadbeef`)).toBe(true);
    expect(await judgeList(`v0=${good}`)).toBe(false);
    expect(await judgeList(`v2=${good},v0=${good}`)).toBe(false);
    expect(await judgeList(`v1=${"a".repeat(64)},v0=${good}`)).toBe(false);
    expect(await judgeHeader(`t=${atSeconds},t=${atSeconds},v1=${good}`, "{}", "whsec_a")).toBe(false);
    expect(await judgeList([...Array(16).fill("v1=aa"), `v1=${good}`].join(","))).toBe(false);
  });

  it("the key is the whole string, prefix included", async () => {
    const decoded = Buffer.from("c2VjcmV0", "base64").toString();
    expect(await judgeHeader(sign("{}", decoded), "{}", "whsec_c2VjcmV0")).toBe(false);
    expect(await judgeHeader(sign("{}", "c2VjcmV0"), "{}", "whsec_c2VjcmV0")).toBe(false);
  });
});

describe("@hubspot/api-client", () => {
  const fields = { clientSecret: "hubspot-secret" };
  const type = "HUBSPOT_CLIENT_SECRET";
  const signV3 = (requestBody: string, url: string) =>
    Signature.getSignature("POST", "v3", {
      clientSecret: fields.clientSecret,
      requestBody,
      url,
      timestamp: nowMs,
    } as never);
  const v3 = (signature: string) => ({
    "X-HubSpot-Signature-v3": signature,
    "X-HubSpot-Request-Timestamp": String(nowMs),
  });
  const url = "https://hooks.example.com/hooks/token";

  it("what the SDK signs as v3 is accepted, whatever the body", async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, async (body) => {
        expect(await isAccepted(type, fields, v3(signV3(body, url)), body, { url })).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ["another scheme", "http://hooks.example.com/hooks/token"],
    ["another host", "https://hooks.example.org/hooks/token"],
    ["a query more", `${url}?a=1`],
    ["another order of the query", `${url}?b=2&a=1`],
  ])("refused when it signed %s", async (_name, signed) => {
    const received = `${url}?a=1&b=2`;
    expect(await isAccepted(type, fields, v3(signV3("{}", signed)), "{}", { url: received })).toBe(false);
    expect(await isAccepted(type, fields, v3(signV3("{}", received)), "{}", { url: received })).toBe(true);
  });

  it("a URL that was signed fully decoded is refused; as received and with the listed characters decoded it is accepted", async () => {
    const received = `${url}?to=https%3A%2F%2Fa.example&q=a%20b%26c`;
    const judgeSigned = (signed: string) => isAccepted(type, fields, v3(signV3("{}", signed)), "{}", { url: received });
    expect(await judgeSigned(`${url}?to=https://a.example&q=a%20b%26c`)).toBe(true);
    expect(await judgeSigned(received)).toBe(true);
    expect(await judgeSigned(decodeURIComponent(received))).toBe(false);
  });

  it("v1 and v2 count only when the webhook allows them, and never in place of a failed v3", async () => {
    const body = '[{"eventId":1}]';
    const v1 = Signature.getSignature("POST", "v1", { clientSecret: fields.clientSecret, requestBody: body } as never);
    const v2 = Signature.getSignature("POST", "v2", {
      clientSecret: fields.clientSecret,
      requestBody: body,
      url,
    } as never);
    const old = (version: string, signature: string) => ({
      "X-HubSpot-Signature-Version": version,
      "X-HubSpot-Signature": signature,
    });
    const allow = (...hubspotVersions: string[]) => ({ url, options: { hubspotVersions } });
    for (const [version, signature] of [
      ["v1", v1],
      ["v2", v2],
    ] as const) {
      expect(await isAccepted(type, fields, old(version, signature), body, { url })).toBe(false);
      expect(await isAccepted(type, fields, old(version, signature), body, allow("v3"))).toBe(false);
      expect(await isAccepted(type, fields, old(version, signature), body, allow("v3", version))).toBe(true);
      const withBadV3 = { ...v3(signV3("other", url)), ...old(version, signature) };
      expect(await isAccepted(type, fields, withBadV3, body, allow("v3", "v2", "v1"))).toBe(false);
    }
    expect(await isAccepted(type, fields, old("v1", v2), body, allow("v1", "v2"))).toBe(false);
    expect(await isAccepted(type, fields, { ...v3(signV3(body, url)), ...old("v1", v1) }, body, { url })).toBe(true);
  });
});

describe("jose", () => {
  const clientSecret = "intacct-secret";
  const type = "SAGE_INTACCT_CLIENT_SECRET";
  const token = (claims: Record<string, unknown>, alg = "HS256", secret = clientSecret) =>
    new SignJWT(claims).setProtectedHeader({ alg }).sign(Buffer.from(secret));
  const judgeToken = async (jwt: string) =>
    isAccepted(type, { clientSecret }, { Authorization: `Bearer ${jwt}` }, "{}", { at: nowMs });

  it.each(["HS256", "HS384", "HS512"])("a token with %s is accepted", async (alg) => {
    expect(await judgeToken(await token({ iat: atSeconds, exp: atSeconds + 60 }, alg))).toBe(true);
    expect(await judgeToken(await token({ iat: atSeconds, exp: atSeconds + 60 }, alg, "another"))).toBe(false);
  });

  it("a token is refused without a time, after its end, before its beginning, and outside the window", async () => {
    expect(await judgeToken(await token({}))).toBe(false);
    expect(await judgeToken(await token({ sub: "x", nbf: atSeconds }))).toBe(false);
    expect(await judgeToken(await token({ exp: atSeconds - 1 }))).toBe(false);
    expect(await judgeToken(await token({ exp: "never" }))).toBe(false);
    expect(await judgeToken(await token({ iat: atSeconds - 301, exp: atSeconds + 60 }))).toBe(false);
    expect(await judgeToken(await token({ iat: atSeconds + 301, exp: atSeconds + 600 }))).toBe(false);
    expect(await judgeToken(await token({ exp: atSeconds + 600, nbf: atSeconds + 301 }))).toBe(false);
    expect(await judgeToken(await token({ exp: atSeconds + 60 }))).toBe(true);
    expect(await judgeToken(await token({ iat: atSeconds - 299 }))).toBe(true);
  });

  it("a token without a signature, or with one that a public key could check, is refused", async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = part({ iat: atSeconds, exp: atSeconds + 60 });
    const good = await token({ iat: atSeconds, exp: atSeconds + 60 });
    for (const alg of ["none", "None", "NONE", "RS256", "ES256", "HS1", "", undefined]) {
      for (const end of ["", good.split(".")[2]]) {
        expect(await judgeToken(`${part({ alg, typ: "JWT" })}.${claims}.${end}`), String(alg)).toBe(false);
      }
    }
    expect(await judgeToken(`${part({ alg: "HS256", crit: ["x"], x: 1 })}.${claims}.${good.split(".")[2]}`)).toBe(
      false,
    );
  });

  it("with a signature header named, that header decides where it is sent", async () => {
    const good = await token({ iat: atSeconds, exp: atSeconds + 60 });
    const options = { signatureHeader: "X-Sig" };
    const headers = { Authorization: `Bearer ${good}` };
    expect(await isAccepted(type, { clientSecret }, headers, "{}", { options })).toBe(true);
    expect(await isAccepted(type, { clientSecret }, { ...headers, "X-Sig": "00" }, "{}", { options })).toBe(false);
    expect(await isAccepted(type, { clientSecret }, { ...headers, "X-Sig": "00" }, "{}")).toBe(true);
  });
});

describe("standardwebhooks", () => {
  it("its headers alone do not pass as a m3ter signature", async () => {
    const secret = Buffer.from("0123456789abcdef0123456789abcdef");
    const signature = new Webhook(`whsec_${secret.toString("base64")}`).sign("msg_1", new Date(nowMs), "{}");
    const headers = { "webhook-id": "msg_1", "webhook-timestamp": String(atSeconds), "webhook-signature": signature };
    const fields = { accessKeyId: "key", apiSecret: secret.toString() };
    expect(await isAccepted("M3TER_APP_SIGNATURE", fields, headers, "{}")).toBe(false);
  });
});

describe("HTTP basic", () => {
  const judgePair = (pair: string | Buffer, fields: { username: string; password: string }) =>
    isAccepted("HTTP_BASIC", fields, { Authorization: `Basic ${Buffer.from(pair).toString("base64")}` }, "");
  const username = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.includes(":"));
  const password = fc.string({ unit: "grapheme", minLength: 1 });

  it("any user name and password in UTF-8 pass, colons in the password too, and no others", async () => {
    await fc.assert(
      fc.asyncProperty(username, password, async (name, word) => {
        const fields = { username: name, password: word };
        expect(await judgePair(`${name}:${word}`, fields)).toBe(true);
        expect(await judgePair(`${name}:${word}:`, fields)).toBe(false);
        expect(await judgePair(`${name}::${word}`, fields)).toBe(false);
        expect(await judgePair(`${name}x:${word}`, fields)).toBe(false);
        expect(await judgePair(`${name}:`, fields)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it.each(["Basic", "basic", "BASIC", "bAsIc"])("the scheme may be written %s", async (scheme) => {
    const headers = { authorization: `${scheme} ${Buffer.from("u:p").toString("base64")}` };
    expect(await isAccepted("HTTP_BASIC", { username: "u", password: "p" }, headers, "")).toBe(true);
  });
});

describe("@paddle/paddle-node-sdk", () => {
  const type = "PADDLE_NOTIFICATION_SECRET";
  const { webhooks } = new Paddle("pdl_sdbx_apikey_example", { environment: Environment.sandbox });
  const headerOf = (body: string, secret: string, seconds: number) =>
    `ts=${seconds};h1=${createHmac("sha256", secret).update(`${seconds}:${body}`).digest("hex")}`;

  it("what it takes for valid is accepted, and one byte more by neither", async () => {
    const seconds = Math.floor(Date.now() / 1000);
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.stringMatching(/^pdl_ntfset_[a-zA-Z0-9]{20,40}$/), async (body, secret) => {
        const header = headerOf(body, secret, seconds);
        const judged = (text: string) =>
          isAccepted(type, { secret }, { "Paddle-Signature": header }, text, { at: seconds * 1000 });
        expect(await webhooks.isSignatureValid(body, secret, header)).toBe(true);
        expect(await judged(body)).toBe(true);
        expect(await webhooks.isSignatureValid(`${body} `, secret, header)).toBe(false);
        expect(await judged(`${body} `)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it("two h1 while a secret is rotated, and an unknown h2, as in the library's own tests", async () => {
    const h1 = "28981e941fae76e53db32f3d2a83cb69db41476595e84e1970a1b5d98f62b261";
    const judged = (list: string) =>
      isAccepted(
        type,
        { secret: "VALID_SECRET" },
        { "Paddle-Signature": `ts=1698796800;${list}` },
        '{"data": "value"}',
        {
          at: 1_698_796_800_000,
        },
      );
    expect(await judged(`h1=${h1};h1=${h1};h2=RANDOM_HASH`)).toBe(true);
    expect(await judged(`h1=${"0".repeat(64)};h1=${h1}`)).toBe(true);
    expect(await judged(`h2=${h1}`)).toBe(false);
  });
});
