import { createSign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { issueCertificate } from "../certificates.ts";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { trust } from "../trust.ts";

const topicArn = "arn:aws:sns:eu-west-1:123456789012:orders";
const host = "https://sns.eu-west-1.amazonaws.com";
const certPath = "/SimpleNotificationService-0123456789abcdef.pem";
const [validFrom, validTo] = [new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000)];
const root = issueCertificate({ name: "Test Root", dnsNames: [], isAuthority: true, validFrom, validTo });
const signer = issueCertificate({ name: "sns.amazonaws.com", issuer: root, validFrom, validTo });

let credenza: TestCredenza;
let sns: FakeServer;
let distrust: () => void;
let webhook: { id: string; url: string };
const visits: string[] = [];
/** What SNS answers to the visit of a SubscribeURL, and to the fetch of its certificate. */
let answers = { confirm: 200, certificate: 200 };

beforeAll(async () => {
  sns = await startServer(({ url = "" }, response) => {
    if (url === certPath) return response.writeHead(answers.certificate).end(signer.pem);
    visits.push(url);
    return response.writeHead(answers.confirm).end("<ConfirmSubscriptionResponse/>");
  });
  credenza = await startCredenza({ env: { CREDENZA_EGRESS_ALLOW: `127.0.0.1:${sns.port}` } });
  leadTo(sns);
  distrust = trust(root.pem);
  webhook = await newWebhook();
});
afterAll(async () => {
  distrust?.();
  await credenza?.stop();
  await sns?.close();
});
beforeEach(() => {
  visits.length = 0;
  answers = { confirm: 200, certificate: 200 };
});

/** Calls to the region's SNS arrive at the fake one, as if the name led there. */
function leadTo({ url }: FakeServer): void {
  const { network } = credenza.context;
  const { request } = network;
  network.request = (call) => request({ ...call, url: new URL(call.url.href.replace(host, url)) });
}

async function newWebhook(): Promise<{ id: string; url: string }> {
  const fields = { name: "Orders", destination: "AWS_SNS", topicArn };
  const credential = await credenza.api("POST", "integrationcredentials", { body: fields });
  const body = { name: "Orders", credentialId: credential.body.id };
  return (await credenza.api("POST", "incomingwebhooks", { body })).body;
}

let sequence = 0;
function message(Type: string, change: Record<string, string> = {}): Record<string, string> {
  const MessageId = `00000000-0000-4000-8000-${String(sequence++).padStart(12, "0")}`;
  const bare = { Type, MessageId, TopicArn: topicArn, Message: "Hello", Timestamp: new Date().toISOString() };
  if (Type === "Notification") return { ...bare, ...change };
  const Token = `2336412f37${sequence}`;
  const SubscribeURL = `${host}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${Token}`;
  return { ...bare, Token, SubscribeURL, ...change };
}

function signed(bare: Record<string, string>, key = signer.key): string {
  const names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
  const text = names.filter((name) => name in bare).map((name) => `${name}\n${bare[name]}\n`);
  const Signature = createSign("sha256").update(text.join("")).sign(key, "base64");
  return JSON.stringify({ ...bare, SignatureVersion: "2", Signature, SigningCertURL: host + certPath });
}

/** As SNS sends it: JSON that calls itself text. */
async function post(body: string, to = webhook) {
  const headers = { "content-type": "text/plain; charset=UTF-8", "x-amz-sns-topic-arn": topicArn };
  const answer = await fetch(to.url, { method: "POST", body, headers });
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), text: await answer.text() };
}
const messages = async (to = webhook) =>
  (await credenza.api("GET", `incomingwebhooks/${to.id}/messages?pageSize=200`)).body.data;

describe("an SNS subscription", () => {
  it("is confirmed by one visit of its address, however often SNS asks, and the request is no message", async () => {
    const own = await newWebhook();
    const bare = message("SubscriptionConfirmation");
    const body = signed(bare);
    expect(await post(body, own)).toMatchObject({ status: 200, text: "" });
    expect(await post(body, own)).toMatchObject({ status: 200 });
    await Promise.all([post(body, own), post(body, own)]);
    expect(visits).toEqual([String(bare.SubscribeURL).slice(host.length)]);
    expect(await messages(own)).toEqual([]);
  });

  it("is not confirmed by a request whose signature is wrong, of another key, or of another topic", async () => {
    const right = signed(message("SubscriptionConfirmation"));
    expect((await post(right.replace("2336412f37", "2336412f38"))).status).toBe(401);
    expect((await post(signed(message("SubscriptionConfirmation"), root.key))).status).toBe(401);
    const other = message("SubscriptionConfirmation", { TopicArn: `${topicArn}-other` });
    expect((await post(signed(other))).status).toBe(401);
    expect(visits).toEqual([]);
  });

  it.each([
    "https://sns.eu-west-1.amazonaws.com.evil.test/?Action=ConfirmSubscription",
    "http://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
    "https://evil.test/?https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription",
    "https://sns.eu-west-1.amazonaws.com@evil.test/?Action=ConfirmSubscription",
    "https://sns.eu-west-1.amazonaws.com:8443/?Action=ConfirmSubscription",
    "http://169.254.169.254/latest/meta-data",
    "",
  ])("is not confirmed at %j, though it is signed", async (SubscribeURL) => {
    expect((await post(signed(message("SubscriptionConfirmation", { SubscribeURL })))).status).toBe(401);
    expect(visits).toEqual([]);
  });

  it("is confirmed later when SNS does not take the first visit", async () => {
    const body = signed(message("SubscriptionConfirmation"));
    answers.confirm = 500;
    expect((await post(body)).status).toBe(502);
    answers.confirm = 200;
    expect((await post(body)).status).toBe(200);
    expect(visits).toHaveLength(2);
  });

  it("that ends is told as a message, and its address is not visited", async () => {
    const own = await newWebhook();
    expect((await post(signed(message("UnsubscribeConfirmation")), own)).status).toBe(202);
    expect(visits).toEqual([]);
    expect(await messages(own)).toMatchObject([{ status: "ACCEPTED", eventType: "UnsubscribeConfirmation" }]);
  });
});

describe("an SNS notification", () => {
  it("is stored once, and refused when it is altered", async () => {
    const own = await newWebhook();
    const body = signed(message("Notification", { Subject: "About", Message: '{"order":"ü"}' }));
    const first = await post(body, own);
    expect(first.status).toBe(202);
    expect(await post(body, own)).toMatchObject({ status: 200, text: first.text });
    expect((await post(body.replace("ü", "u"), own)).status).toBe(401);
    const found = await messages(own);
    expect(found.map(({ status }: { status: string }) => status).toSorted()).toEqual(["ACCEPTED", "REJECTED"]);
  });

  it("is to be sent again while AWS's certificate cannot be fetched, for SNS gives up on a 401", async () => {
    const body = signed(message("Notification")).replace(certPath, certPath.replace("0123", "4567"));
    answers.certificate = 503;
    const { network } = credenza.context;
    const { request } = network;
    network.request = (call) => request({ ...call, url: new URL(call.url.href.replace("4567", "0123")) });
    const refused = await post(body);
    expect(refused).toMatchObject({ status: 503 });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    answers.certificate = 200;
    expect((await post(body)).status).toBe(202);
    network.request = request;
  });
});
