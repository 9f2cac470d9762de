import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/webhooks/incoming/diagnosis/diagnose.ts";
import { judge, rulesOf, toCheck } from "./vectors.ts";

const atSeconds = 1_750_000_000;
const nowMs = atSeconds * 1000;
const secret = "whsec_secret";
const parts = { log: { warn: () => expect.unreachable("a diagnosis failed") } } as never;
const hex = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("hex");
const base64 = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("base64");

interface Sent {
  headers: Record<string, string>;
  body?: string;
  url?: string;
  options?: Record<string, unknown>;
  fields?: Record<string, string>;
}

async function causeOf(
  type: string,
  { headers, body = '{"a": 1}', url, options, fields = { signingKey: secret } }: Sent,
) {
  const check = toCheck({ type, name: "", fields, headers, body, url, options, at: nowMs });
  const verdict = await judge(type, check);
  expect(verdict.accepted).toBe(false);
  const endpoint = {
    webhookId: "w",
    organizationId: "o",
    active: true,
    settings: check.settings,
    rules: rulesOf(type),
  };
  const steps = await diagnose(parts, endpoint, check, verdict);
  expect(JSON.stringify(steps)).not.toContain(secret);
  return steps.find((step) => step.passed === false)?.likelyCause;
}

const stripe = (signature: string, time: string | number = atSeconds) => ({
  "Stripe-Signature": `t=${time},v1=${signature}`,
});
const stripeCause = (sent: Sent) => causeOf("STRIPE_SIGNED_REQUEST", sent);
const signed = (text: string, key = secret) => stripe(hex(key, `${atSeconds}.${text}`));

describe("the likely cause of a refusal", () => {
  it.each([
    ["rewritten tightly", '{"a":1}', '{"a": 1}'],
    ["rewritten with spaces", '{"a": 1, "b": [1, 2]}', '{"a":1,"b":[1,2]}'],
    ["indented", '{\n  "a": 1\n}', '{"a":1}'],
    ["with escaped characters", '{"a":"\\u00fc"}', '{"a":"ü"}'],
  ])("JSON %s on the way", async (_name, original, received) => {
    expect(await stripeCause({ headers: signed(original), body: received })).toMatch(
      /JSON body was read and written again/,
    );
  });

  it.each([
    ["lost", '{"a":1}\n', '{"a":1}', /line break at the end of the body was lost/],
    ["added", '{"a":1}', '{"a":1}\n', /line break was added/],
    ["changed", '{"a":\r\n1}', '{"a":\n1}', /CRLF/],
  ])("a line break %s on the way", async (_name, original, received, words) => {
    expect(await stripeCause({ headers: signed(original), body: received })).toMatch(words);
  });

  it.each([`${secret}\n`, ` ${secret}`, `"${secret}"`])("the sender's secret with something round it", async (key) => {
    expect(await stripeCause({ headers: signed('{"a": 1}', key) })).toMatch(/space, a line break or quotes/);
  });

  it("a part of the secret", async () => {
    expect(await stripeCause({ headers: signed('{"a": 1}', "secret") })).toMatch(/part of the secret/);
  });

  it("another form of the same signature", async () => {
    const right = hex(secret, `${atSeconds}.{"a": 1}`);
    expect(await stripeCause({ headers: stripe(right.toUpperCase()) })).toMatch(/another form/);
    expect(await stripeCause({ headers: stripe(base64(secret, `${atSeconds}.{"a": 1}`)) })).toMatch(/another form/);
  });

  it("the body alone was signed", async () => {
    expect(await stripeCause({ headers: stripe(hex(secret, '{"a": 1}')) })).toMatch(/body alone was signed/);
  });

  it("milliseconds for seconds, and a clock that is off", async () => {
    const inMilliseconds = stripe(hex(secret, `${nowMs}.{"a": 1}`), nowMs);
    expect(await stripeCause({ headers: inMilliseconds })).toMatch(
      /timestamp is in milliseconds; it must be in seconds/,
    );
    const late = atSeconds - 12 * 60;
    expect(await stripeCause({ headers: stripe(hex(secret, `${late}.{"a": 1}`), late) })).toMatch(
      /signed 12 minutes ago/,
    );
    const early = atSeconds + 3 * 3600;
    expect(await stripeCause({ headers: stripe(hex(secret, `${early}.{"a": 1}`), early) })).toMatch(/3 hours ahead/);
  });

  it.each([
    ["GitHub", { "X-Hub-Signature-256": "sha256=00" }],
    ["HubSpot", { "X-HubSpot-Signature-v3": "AA==", "X-HubSpot-Request-Timestamp": "1" }],
    ["HTTP basic", { Authorization: "Basic dTpw" }],
  ])("a request of %s", async (sender, headers) => {
    expect(await stripeCause({ headers })).toContain(sender);
  });

  it("a HubSpot version that the webhook does not allow", async () => {
    const headers = { "X-HubSpot-Signature-Version": "v1", "X-HubSpot-Signature": "00" };
    const cause = await causeOf("HUBSPOT_CLIENT_SECRET", { headers, fields: { clientSecret: secret } });
    expect(cause).toMatch(/Allow that version/);
  });

  it.each([
    ["http for https", "http://hooks.example.com/hooks/t?a=1"],
    ["no query", "https://hooks.example.com/hooks/t"],
    ["the host of the proxy", "https://inner.example:8443/hooks/t?a=1"],
  ])("another URL was signed: %s", async (_name, url) => {
    const headers = {
      Host: "inner.example:8443",
      "X-HubSpot-Signature-v3": base64(secret, `POST${url}{}${nowMs}`),
      "X-HubSpot-Request-Timestamp": String(nowMs),
    };
    const sent = {
      headers,
      body: "{}",
      url: "https://hooks.example.com/hooks/t?a=1",
      fields: { clientSecret: secret },
    };
    expect(await causeOf("HUBSPOT_CLIENT_SECRET", sent)).toMatch(/Another URL was signed.*CREDENZA_PUBLIC_URL/);
  });

  it.each([
    ["swapped", "pass:user", /swapped/],
    ["a line break after the password", "user:pass\n", /line break/],
    ["an empty password", "user:", /empty/],
    ["another case of the username", "USER:pass", /capitals/],
  ])("HTTP basic with %s", async (_name, pair, words) => {
    const headers = { Authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
    expect(await causeOf("HTTP_BASIC", { headers, fields: { username: "user", password: "pass" } })).toMatch(words);
  });

  it("HTTP basic in ISO 8859-1", async () => {
    const headers = { Authorization: `Basic ${Buffer.from("user:pä£s", "latin1").toString("base64")}` };
    expect(await causeOf("HTTP_BASIC", { headers, fields: { username: "user", password: "pä£s" } })).toMatch(
      /ISO 8859-1/,
    );
  });

  it("another secret, when nothing that can be tried explains it", async () => {
    expect(await stripeCause({ headers: signed('{"a": 1}', "quite another secret") })).toMatch(/another secret/);
    const headers = { Authorization: `Basic ${Buffer.from("user:quite another").toString("base64")}` };
    const cause = await causeOf("HTTP_BASIC", { headers, fields: { username: "user", password: "pass" } });
    expect(cause).toMatch(/another username or password.*verify this request again/);
  });

  it("none of a signature by a public key, which has no secret", async () => {
    const headers = { Authorization: "Bearer a.b.c" };
    const fields = {
      publicKey: "",
      jwksUrl: "",
      algorithms: "RS256",
      issuer: "",
      audience: "",
      claim: "",
      claimValue: "",
    };
    expect(await causeOf("BEARER_JWT", { headers, fields })).toBeUndefined();
  });
});
