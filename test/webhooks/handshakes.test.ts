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
const old = () => String(Math.floor(Date.now() / 1000) - 301);

/** Nobody who cannot sign hears what the request holds. */
async function isRefused(url: string, body: string, headers: Record<string, string>, told: string): Promise<void> {
  const answer = await post(url, body, headers);
  expect(answer.status).toBe(401);
  expect(answer.text).not.toContain(told);
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
    await isRefused(url, body, slack(`${body} `), "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
    await isRefused(url, body, slack(body, old()), "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
    await isRefused(url, body, {}, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P");
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
    const zoom = (text: string, at = seconds()) => ({
      "x-zm-request-timestamp": at,
      "x-zm-signature": `v0=${hex(`v0:${at}:${text}`)}`,
    });
    const answer = await post(url, body, zoom(body));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      plainToken: "qgg8vlvZRS6UYooatFL8Aw",
      encryptedToken: "89924671ecd3e8b60526b3edc60619475f435c93ff870281621783423dc49209",
    });
    for (const headers of [zoom(`${body} `), zoom(body, old()), {}])
      await isRefused(url, body, headers, "89924671ecd3e8b60526b3edc60619475f435c93ff870281621783423dc49209");
    const markup = body.replace("qgg8vlvZRS6UYooatFL8Aw", 'x\\",\\"a\\":\\"');
    expect(JSON.parse((await post(url, markup, zoom(markup))).text)).toMatchObject({ plainToken: "" });
  });

  it("Twitch's verification of the callback", async () => {
    const { url } = await webhook("TWITCH_EVENTSUB");
    const body = '{"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"type":"channel.follow"}}';
    const [id, at] = ["e76c6bd4-55c9-4987-8304-da1588d8988b", new Date().toISOString()];
    const twitch = (text: string, time = at) => ({
      "twitch-eventsub-message-id": id,
      "twitch-eventsub-message-timestamp": time,
      "twitch-eventsub-message-type": "webhook_callback_verification",
      "twitch-eventsub-message-signature": `sha256=${hex(id + time + text)}`,
    });
    const answer = await post(url, body, twitch(body));
    expect(answer).toMatchObject({ status: 200, text: "pogchamp-kappa-360noscope-vohiyo" });
    const tooOld = new Date(Date.now() - 601_000).toISOString();
    for (const headers of [twitch(`${body} `), twitch(body, tooOld), {}])
      await isRefused(url, body, headers, "pogchamp-kappa-360noscope-vohiyo");
  });
});

describe("a sender that wants to hear something else than an id hears it", () => {
  it("Xero: 200 without a body for a right signature, 401 for a wrong one", async () => {
    const { id, url } = await webhook("XERO_WEBHOOK");
    const body = '{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}';
    const right = createHmac("sha256", secret).update(body).digest("base64");
    expect(await post(url, body, { "x-xero-signature": right })).toMatchObject({ status: 200, text: "" });
    await isRefused(url, body, { "x-xero-signature": right.toLowerCase() }, "S0m3r4Nd0mt3xt");
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
