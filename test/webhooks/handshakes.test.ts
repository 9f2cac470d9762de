import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";

const secret = "test_secret_0001";
let credenza: TestCredenza;
beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

async function webhook(
  destination: string,
  fields: Record<string, string> = { secret },
): Promise<{ id: string; url: string }> {
  const credential = await credenza.api("POST", "integrationcredentials", {
    body: { name: destination, destination, ...fields },
  });
  expect(credential.status, credential.text).toBe(200);
  return (
    await credenza.api("POST", "incomingwebhooks", { body: { name: destination, credentialId: credential.body.id } })
  ).body;
}

const seconds = () => String(Math.floor(Date.now() / 1000));
const hex = (text: string) => createHmac("sha256", secret).update(text).digest("hex");

async function post(url: string, body: string, headers: Record<string, string>) {
  const answer = await fetch(url, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
}
const stored = async (id: string) => (await credenza.api("GET", `incomingwebhooks/${id}/messages`)).body.data;

describe("a request that only makes sure of us is answered once it is verified, and is no message", () => {
  const slack = (body: string, at = seconds()) => ({
    "x-slack-request-timestamp": at,
    "x-slack-signature": `v0=${hex(`v0:${at}:${body}`)}`,
  });

  it("Slack's challenge", async () => {
    const { id, url } = await webhook("SLACK_EVENTS");
    const body = '{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}';
    const answer = await post(url, body, slack(body));
    expect(answer).toMatchObject({ status: 200, text: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" });
    expect(answer.type).toContain("text/plain");
    expect(await post(url, body, slack(`${body} `))).toMatchObject({ status: 401 });
    const markup = '{"type":"url_verification","challenge":"<script>"}';
    expect((await post(url, markup, slack(markup))).text).not.toContain("<script>");
    expect((await stored(id)).filter(({ status }: { status: string }) => status === "ACCEPTED")).toEqual([]);
    const event = '{"type":"event_callback","event_id":"Ev1","event":{"type":"message"}}';
    expect((await post(url, event, slack(event))).status).toBe(202);
  });

  it("Zoom's validation of the address", async () => {
    const { url } = await webhook("ZOOM_WEBHOOK");
    const body =
      '{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}';
    const at = seconds();
    const headers = { "x-zm-request-timestamp": at, "x-zm-signature": `v0=${hex(`v0:${at}:${body}`)}` };
    const answer = await post(url, body, headers);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      plainToken: "qgg8vlvZRS6UYooatFL8Aw",
      encryptedToken: "89924671ecd3e8b60526b3edc60619475f435c93ff870281621783423dc49209",
    });
  });

  it("Twitch's verification of the callback", async () => {
    const { url } = await webhook("TWITCH_EVENTSUB");
    const body = '{"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"type":"channel.follow"}}';
    const [id, at] = ["e76c6bd4-55c9-4987-8304-da1588d8988b", new Date().toISOString()];
    const answer = await post(url, body, {
      "twitch-eventsub-message-id": id,
      "twitch-eventsub-message-timestamp": at,
      "twitch-eventsub-message-type": "webhook_callback_verification",
      "twitch-eventsub-message-signature": `sha256=${hex(id + at + body)}`,
    });
    expect(answer).toMatchObject({ status: 200, text: "pogchamp-kappa-360noscope-vohiyo" });
  });
});

describe("a sender that wants to hear something else than an id hears it", () => {
  it("Xero: 200 without a body for a right signature, 401 for a wrong one", async () => {
    const { id, url } = await webhook("XERO_WEBHOOK");
    const body = '{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}';
    const right = createHmac("sha256", secret).update(body).digest("base64");
    expect(await post(url, body, { "x-xero-signature": right })).toMatchObject({ status: 200, text: "" });
    expect(await post(url, body, { "x-xero-signature": right.toLowerCase() })).toMatchObject({ status: 401 });
    expect((await stored(id)).map(({ status }: { status: string }) => status).toSorted()).toEqual([
      "ACCEPTED",
      "REJECTED",
    ]);
  });

  it("Adyen: [accepted], also for the same event again", async () => {
    const key = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
    const { id, url } = await webhook("ADYEN_WEBHOOK", { type: "ADYEN_HMAC_KEY", secret: key });
    const item = {
      ...{ pspReference: "7914073381342284", originalReference: "", merchantAccountCode: "TestMerchant" },
      ...{ merchantReference: "TestPayment-1407325143704", amount: { value: 1130, currency: "EUR" } },
      ...{ eventCode: "AUTHORISATION", success: "true" },
      additionalData: { hmacSignature: "coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=" },
    };
    const body = JSON.stringify({ notificationItems: [{ NotificationRequestItem: item }] });
    expect(await post(url, body, {})).toMatchObject({ status: 200, text: "[accepted]" });
    expect(await post(url, body, {})).toMatchObject({ status: 200, text: "[accepted]" });
    expect(await stored(id)).toHaveLength(1);
  });
});
