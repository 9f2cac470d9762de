import { createSign } from "node:crypto";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Certificate, type CertificateOptions, issueCertificate } from "../certificates.ts";
import { trust } from "../trust.ts";
import { type Published, publishing } from "./published.ts";
import { judge, toCheck } from "./vectors.ts";

const nowMs = Date.UTC(2026, 5, 1);
const day = 86_400_000;
const valid = { validFrom: new Date(nowMs - day), validTo: new Date(nowMs + day) };
const root = issueCertificate({ ...valid, name: "Test Root", dnsNames: [], isAuthority: true });
const middle = issueCertificate({ ...valid, name: "Test Middle", dnsNames: [], isAuthority: true, issuer: root });
const signerOf = (name: string, options: Partial<CertificateOptions> = {}) =>
  issueCertificate({ ...valid, name, issuer: middle, ...options });

let distrust: () => void;
beforeAll(() => {
  distrust = trust(root.pem);
});
afterAll(() => distrust());

interface Sent {
  type: string;
  fields: Record<string, string>;
  headers?: Record<string, string>;
  body: string;
}

async function verdictOf({ headers = {}, ...sent }: Sent, published: Published, asked: string[] = []) {
  const vector = { ...sent, headers, name: "", at: nowMs };
  return judge(sent.type, toCheck(vector, { keys: publishing(published, nowMs, asked) }));
}

/** Certificates that must not count, for whatever sender. */
const bad: [string, (name: string) => { signer: Certificate; chain: Certificate[] }, string][] = [
  ["has expired", (name) => withMiddle(signerOf(name, { like: root, validTo: new Date(nowMs - 1000) })), "has expired"],
  ["is of another name", () => withMiddle(signerOf("vendor.evil.test", { like: root })), "is of another sender"],
  ["signs itself", (name) => alone(signerOf(name, { like: root, issuer: undefined })), "is signed by itself"],
  [
    "has a broken chain",
    (name) => withMiddle(signerOf(name, { like: root, issuer: stranger })),
    "does not lead to a trusted authority",
  ],
  [
    "leads to a root that nobody trusts",
    (name) => ({ signer: signerOf(name, { like: root, issuer: stranger }), chain: [stranger] }),
    "does not lead to a trusted authority",
  ],
  [
    "is signed with SHA-1",
    (name) => withMiddle(signerOf(name, { like: root, hash: "sha1" })),
    "is signed with a weak hash",
  ],
];
const stranger = issueCertificate({ ...valid, name: "Stranger", dnsNames: [], isAuthority: true });
const withMiddle = (signer: Certificate) => ({ signer, chain: [middle] });
const alone = (signer: Certificate) => ({ signer, chain: [] as Certificate[] });
const pemOf = (...certificates: Certificate[]): string => certificates.map(({ pem }) => pem).join("");

describe("PayPal", () => {
  const webhookId = "8PT597110X687430LKGECATA";
  const certUrl = "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-df8cd2d5";
  const name = "messageverificationcerts.paypal.com";
  const body = '{"id":"WH-1","event_type":"PAYMENT.SALE.COMPLETED"}';
  const signer = signerOf(name);

  function signed(by: Certificate = signer, change: Record<string, string> = {}, text = body): Sent {
    const id = "69cd13f0-d67a-11e5-baa3-778b53f4ae55";
    const time = "2026-06-01T00:00:00Z";
    const signature = createSign("sha256")
      .update([id, time, webhookId, crc32(Buffer.from(body))].join("|"))
      .sign(by.key, "base64");
    const headers = {
      "PAYPAL-TRANSMISSION-ID": id,
      "PAYPAL-TRANSMISSION-TIME": time,
      "PAYPAL-AUTH-ALGO": "SHA256withRSA",
      "PAYPAL-CERT-URL": certUrl,
      "PAYPAL-TRANSMISSION-SIG": signature,
      ...change,
    };
    return { type: "PAYPAL_WEBHOOK_ID", fields: { webhookId }, headers, body: text };
  }
  const published = { [certUrl]: pemOf(signer, middle) };
  const isAccepted = async (sent: Sent, world: Published = published) => (await verdictOf(sent, world)).accepted;

  it("is accepted with the chain, and of the sandbox with the sandbox's name", async () => {
    expect((await verdictOf(signed(), published)).reason).toBeNull();
    const sandboxUrl = certUrl.replace("api.", "api.sandbox.");
    const sandbox = signerOf("messageverificationcerts.sandbox.paypal.com");
    const change = { "PAYPAL-CERT-URL": sandboxUrl };
    expect(await isAccepted(signed(sandbox, change), { [sandboxUrl]: pemOf(sandbox, middle) })).toBe(true);
    expect(await isAccepted(signed(signer, change), { [sandboxUrl]: pemOf(signer, middle) })).toBe(false);
    expect(await isAccepted(signed(sandbox), { [certUrl]: pemOf(sandbox, middle) })).toBe(false);
  });

  it("is refused with another body, webhook, key, time or id, and with a header missing or repeated", async () => {
    expect(await isAccepted(signed(signer, {}, `${body} `))).toBe(false);
    expect(await isAccepted({ ...signed(), fields: { webhookId: "1AB597110X687430LKGECATA" } })).toBe(false);
    expect(await isAccepted(signed(signerOf(name)))).toBe(false);
    expect(await isAccepted(signed(signer, { "PAYPAL-TRANSMISSION-TIME": "2026-06-01T00:00:01Z" }))).toBe(false);
    expect(await isAccepted(signed(signer, { "PAYPAL-TRANSMISSION-ID": "other" }))).toBe(false);
    for (const algorithm of ["SHA1withRSA", "NONEwithRSA", "sha256withrsa", ""])
      expect(await isAccepted(signed(signer, { "PAYPAL-AUTH-ALGO": algorithm })), algorithm).toBe(false);
    const { headers = {}, ...rest } = signed();
    for (const header of Object.keys(headers)) {
      const { [header]: value = "", ...others } = headers;
      expect(await isAccepted({ ...rest, headers: others }), `without ${header}`).toBe(false);
      const twice = [...Object.entries(headers).flat(), header.toLowerCase(), value];
      const vector = { ...rest, headers, name: "", at: nowMs };
      const check = toCheck(vector, { headers: twice, keys: publishing(published, nowMs) });
      expect((await judge(rest.type, check)).accepted, `${header} twice`).toBe(false);
    }
  });

  it.each([
    "https://api.paypal.com.evil.test/v1/notifications/certs/CERT-1",
    "http://api.paypal.com/v1/notifications/certs/CERT-1",
    "https://evil.test/?https://api.paypal.com/v1/notifications/certs/CERT-1",
    "https://api.paypal.com@evil.test/v1/notifications/certs/CERT-1",
    "https://api.paypal.com:8443/v1/notifications/certs/CERT-1",
    "https://api.paypal.com/v1/notifications/certs/../../../uploads/CERT-1",
    "https://api.paypal.com/v1/notifications/certs/CERT-1?next=https://evil.test",
    "https://api.paypal.com/elsewhere/CERT-1",
    "https://www.paypal.com/v1/notifications/certs/CERT-1",
    "https://api.paypal.com/v1/notifications/certs/CERT-1\nhttps://evil.test",
  ])("asks nobody for a certificate at %j", async (address) => {
    const asked: string[] = [];
    const verdict = await verdictOf(
      signed(signer, { "PAYPAL-CERT-URL": address }),
      { [address]: pemOf(signer) },
      asked,
    );
    expect(verdict).toMatchObject({ accepted: false, reason: "the certificate's address is not the sender's" });
    expect(asked).toEqual([]);
  });

  it.each(bad)("is refused when the certificate %s", async (_name, make, words) => {
    const { signer: by, chain } = make(name);
    const verdict = await verdictOf(signed(by), { [certUrl]: pemOf(by, ...chain) });
    expect(verdict).toMatchObject({ accepted: false, isUndecided: false, reason: `the certificate ${words}` });
  });

  it("is undecided while the certificate cannot be fetched, and refused when there is none", async () => {
    for (const away of [0, 503, 429])
      expect(await verdictOf(signed(), { [certUrl]: away })).toMatchObject({ accepted: false, isUndecided: true });
    for (const none of [404, "", "no certificate", "x".repeat(300_000)])
      expect(await verdictOf(signed(), { [certUrl]: none })).toMatchObject({ accepted: false, isUndecided: false });
  });
});

describe("AWS SNS", () => {
  const topicArn = "arn:aws:sns:eu-west-1:123456789012:orders";
  const certUrl = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-5416b31fae4efe3bce5b30212490f0b5.pem";
  const signer = signerOf("sns.amazonaws.com");
  const notification = {
    Type: "Notification",
    MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    TopicArn: topicArn,
    Message: "Hello\nworld",
    Timestamp: "2026-06-01T00:00:00.000Z",
  };
  const confirmation = {
    ...notification,
    Type: "SubscriptionConfirmation",
    Token: "2336412f37",
    SubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=2336412f37`,
  };

  function sign(message: Record<string, string>, { by = signer, version = "2", url = certUrl } = {}) {
    const names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    const text = names.filter((one) => one in message).map((one) => `${one}\n${message[one]}\n`);
    const Signature = createSign(version === "2" ? "sha256" : "sha1")
      .update(text.join(""))
      .sign(by.key, "base64");
    return { ...message, SignatureVersion: version, Signature, SigningCertURL: url };
  }
  const sent = (body: object): Sent => ({ type: "AWS_SNS_TOPIC", fields: { topicArn }, body: JSON.stringify(body) });
  const isAccepted = async (body: object, published: Published = { [certUrl]: signer.pem }) =>
    (await verdictOf(sent(body), published)).accepted;

  it("is accepted with either version of the signature, with a subject and without, whatever the message asks", async () => {
    for (const version of ["1", "2"]) {
      for (const message of [notification, { ...notification, Subject: "About" }, confirmation])
        expect(await isAccepted(sign(message, { version })), `${message.Type} ${version}`).toBe(true);
      const goodbye = { ...confirmation, Type: "UnsubscribeConfirmation" };
      expect(await isAccepted(sign(goodbye, { version }))).toBe(true);
    }
  });

  it("is refused when any signed member is changed, added or left out, or the version is another", async () => {
    const whole = sign({ ...notification, Subject: "About" });
    for (const name of ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]) {
      expect(await isAccepted({ ...whole, [name]: "other" }), `${name} changed`).toBe(false);
      const { [name]: _, ...without } = whole as Record<string, unknown>;
      expect(await isAccepted(without), `without ${name}`).toBe(false);
    }
    expect(await isAccepted({ ...sign(notification), Subject: "Added" })).toBe(false);
    for (const name of ["SubscribeURL", "Token"])
      expect(await isAccepted({ ...sign(confirmation), [name]: "other" }), name).toBe(false);
    for (const SignatureVersion of ["1", "3", "", 2, undefined])
      expect(await isAccepted({ ...sign(notification), SignatureVersion })).toBe(false);
    for (const Signature of ["", "AAAA", 1, undefined])
      expect(await isAccepted({ ...sign(notification), Signature })).toBe(false);
    expect(await isAccepted(sign(notification, { by: signerOf("sns.amazonaws.com") }))).toBe(false);
  });

  it("is refused for another topic before anybody is asked for a certificate", async () => {
    const asked: string[] = [];
    const other = sign({ ...notification, TopicArn: `${topicArn}s` });
    const verdict = await verdictOf(sent(other), { [certUrl]: signer.pem }, asked);
    expect(verdict).toMatchObject({ accepted: false, reason: "the message is of another topic" });
    expect(asked).toEqual([]);
  });

  it("takes the names that AWS gives the certificates of its regions, each for its own region", async () => {
    const from = (region: string, end = "amazonaws.com") =>
      `https://sns.${region}.${end}/SimpleNotificationService-1.pem`;
    const takes = (url: string, name: string) => {
      const by = signerOf(name, { like: signer });
      return isAccepted(sign(notification, { by, url }), { [url]: pemOf(by, middle) });
    };
    expect(await takes(from("af-south-1"), "sns-signing.af-south-1.amazonaws.com")).toBe(true);
    expect(await takes(from("af-south-1"), "sns.af-south-1.amazonaws.com")).toBe(true);
    expect(await takes(from("us-gov-east-1"), "sns-us-gov-west-1.amazonaws.com")).toBe(true);
    expect(await takes(from("cn-north-1", "amazonaws.com.cn"), "sns-cn-north-1.amazonaws.com.cn")).toBe(true);
    expect(await takes(from("eu-west-1"), "sns-signing.af-south-1.amazonaws.com")).toBe(false);
    expect(await takes(from("eu-west-1"), "s3.eu-west-1.amazonaws.com")).toBe(false);
  });

  it.each([
    "https://sns.eu-west-1.amazonaws.com.evil.test/cert.pem",
    "http://sns.eu-west-1.amazonaws.com/cert.pem",
    "https://evil.test/sns.eu-west-1.amazonaws.com/cert.pem",
    "https://sns.eu-west-1.amazonaws.com@evil.test/cert.pem",
    "https://sns.eu-west-1.amazonaws.com:8443/cert.pem",
    "https://sns.eu-west-1.amazonaws.com/cert.pem?x=.pem",
    "https://sns.eu-west-1.amazonaws.com/a/../b.pem",
    "https://sns.evil.test/amazonaws.com/cert.pem",
    "https://bucket.s3.amazonaws.com/cert.pem",
  ])("asks nobody for a certificate at %s", async (url) => {
    const asked: string[] = [];
    const verdict = await verdictOf(sent(sign(notification, { url })), { [url]: signer.pem }, asked);
    expect(verdict).toMatchObject({ accepted: false, reason: "the certificate's address is not the sender's" });
    expect(asked).toEqual([]);
  });

  it.each(bad)("is refused when the certificate %s", async (_name, make, words) => {
    const { signer: by, chain } = make("sns.amazonaws.com");
    const verdict = await verdictOf(sent(sign(notification, { by })), { [certUrl]: pemOf(by, ...chain) });
    expect(verdict).toMatchObject({ accepted: false, isUndecided: false, reason: `the certificate ${words}` });
  });

  it("is refused when the body is no message at all", async () => {
    for (const body of ["", "[]", "null", "1", "{", '{"Type":"Notification"}', '{"__proto__":{"SigningCertURL":"x"}}'])
      expect((await verdictOf({ ...sent({}), body }, {})).accepted, body).toBe(false);
  });
});
