import { randomUUID } from "node:crypto";
import { Signature } from "@hubspot/api-client";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { createWebhook, messagesOf, post, type TestWebhook, until } from "./webhook.ts";

let credenza: TestCredenza;
beforeAll(async () => {
  credenza = await startCredenza();
});
afterAll(() => credenza?.stop());

const stripe = new Stripe("sk_test_x");
const stripeHeader = (payload: string, secret = "whsec_test_secret", timestamp = Math.floor(Date.now() / 1000)) =>
  stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
const stripeEvent = (id = `evt_${randomUUID()}`): string =>
  JSON.stringify({ id, object: "event", type: "invoice.paid" });
const sendStripe = (webhook: TestWebhook, body: string, secret?: string) =>
  post(webhook.url, body, { "stripe-signature": stripeHeader(body, secret), "content-type": "application/json" });

describe("a signed request", () => {
  it("202 after the commit, and a job marks it processed", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const answer = await sendStripe(webhook, stripeEvent("evt_first"));
    expect(answer.status).toBe(202);
    const [message] = await messagesOf(credenza, webhook);
    expect(message).toMatchObject({
      id: answer.body.id,
      status: "ACCEPTED",
      providerEventId: "evt_first",
      eventType: "invoice.paid",
      method: "POST",
      reason: null,
      duplicates: 0,
    });
    await until(async () => (await messagesOf(credenza, webhook))[0].processed);
    const lastUsedAt = async () =>
      (await credenza.api("GET", `integrationcredentials/${webhook.credentialId}`)).body.lastUsedAt;
    await until(async () => (await lastUsedAt()) !== null);
  });

  it("200 with the same id when the event comes again", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const body = stripeEvent();
    const first = await sendStripe(webhook, body);
    const second = await sendStripe(webhook, body);
    expect([first.status, second.status]).toEqual([202, 200]);
    expect(second.body.id).toBe(first.body.id);
    const messages = await messagesOf(credenza, webhook);
    expect(messages).toHaveLength(1);
    expect(messages[0].duplicates).toBe(1);
  });

  it("one message when the same event is sent fifty times at once", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const body = stripeEvent();
    const answers = await Promise.all(Array.from({ length: 50 }, () => sendStripe(webhook, body)));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49);
    expect(await messagesOf(credenza, webhook)).toHaveLength(1);
  });

  it("fifty different events at once are fifty messages", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const answers = await Promise.all(Array.from({ length: 50 }, () => sendStripe(webhook, stripeEvent())));
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(50);
    const { body } = await credenza.api("GET", `incomingwebhooks/${webhook.id}`);
    expect(body.counts).toEqual({ accepted24h: 50, rejected24h: 0 });
    expect(body.lastMessageAt).not.toBeNull();
  });

  it("is accepted from HubSpot's SDK, the query of the public URL included", async () => {
    const webhook = await createWebhook(credenza, "HUBSPOT_CLIENT_SECRET");
    const url = `${webhook.url}?a=b%20c`;
    const requestBody = '[{"eventId":1,"subscriptionType":"contact.creation"}]';
    const timestamp = Date.now();
    const clientSecret = "hubspot-client-secret";
    const signature = Signature.getSignature("POST", "v3", {
      signature: "",
      clientSecret,
      requestBody,
      url,
      timestamp,
    });
    const answer = await post(url, requestBody, {
      "x-hubspot-signature-v3": signature,
      "x-hubspot-request-timestamp": String(timestamp),
    });
    expect(answer.status).toBe(202);
  });

  it("keeps no Authorization header in plain sight", async () => {
    const webhook = await createWebhook(credenza, "HTTP_BASIC");
    const secret = Buffer.from("user:pass: with: colons £").toString("base64");
    const { status, body } = await post(webhook.url, "{}", { authorization: `bAsIc ${secret}` });
    expect(status).toBe(202);
    const shown = await credenza.api("GET", `incomingwebhooks/${webhook.id}/messages/${body.id}`);
    expect(shown.body.headers).toContainEqual(["authorization", "[sealed]"]);
    expect(shown.text).not.toContain(secret);
    const again = await credenza.api("POST", `incomingwebhooks/${webhook.id}/messages/${body.id}/verify`);
    expect(again.body.verdict.accepted).toBe(true);
  });
});

describe("a request that is not taken", () => {
  it("401 without a reason, kept with its verdict", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const answer = await sendStripe(webhook, stripeEvent(), "whsec_another");
    expect(answer.status).toBe(401);
    expect(answer.text).not.toMatch(/signature|secret|timestamp/i);
    const [message] = await messagesOf(credenza, webhook, "?status=rejected");
    expect(message).toMatchObject({ status: "REJECTED", reason: "the signature does not match", processed: false });
    const { body } = await credenza.api("GET", `incomingwebhooks/${webhook.id}/messages/${message.id}`);
    expect(body.verdict.steps.map(({ check, passed }: { check: string; passed: boolean }) => [check, passed])).toEqual([
      ["Signature header", true],
      ["Timestamp", true],
      ["Signature", false],
      ["Time window", true],
    ]);
    expect(JSON.stringify(body)).not.toContain("whsec_");
  });

  it("404 unknown token, 405 other methods", async () => {
    expect((await post(`${credenza.url}/hooks/${"x".repeat(43)}`, "{}", {})).status).toBe(404);
    expect((await post(`${credenza.url}/hooks/short`, "{}", {})).status).toBe(404);
    expect((await fetch(`${credenza.url}/hooks/${"x".repeat(43)}`)).status).toBe(405);
  });

  it("410 deactivated at once, and accepted again once it is active", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    expect((await sendStripe(webhook, stripeEvent())).status).toBe(202);
    await credenza.api("PUT", `incomingwebhooks/${webhook.id}`, { body: { version: 1, active: false } });
    await until(async () => (await sendStripe(webhook, stripeEvent())).status === 410);
    await credenza.api("PUT", `incomingwebhooks/${webhook.id}`, { body: { version: 2, active: true } });
    await until(async () => (await sendStripe(webhook, stripeEvent())).status === 202);
  });

  it("413 over the limit, with and without a length", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    expect((await post(webhook.url, Buffer.alloc(1_048_577), {})).status).toBe(413);
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    });
    const answer = await fetch(webhook.url, { method: "POST", body: stream, duplex: "half" } as RequestInit).catch(
      (error: Error) => error,
    );
    expect(answer instanceof Error || answer.status === 413).toBe(true);
    expect(await messagesOf(credenza, webhook)).toEqual([]);
  });

  it("accepts a body of exactly the limit", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const body = stripeEvent().padEnd(1_048_576);
    expect((await sendStripe(webhook, body)).status).toBe(202);
    expect((await sendStripe(webhook, body)).status).toBe(200);
  });

  it("refuses everything while its credential is disabled", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    await credenza.api("POST", `integrationcredentials/${webhook.credentialId}/disable`);
    expect((await sendStripe(webhook, stripeEvent())).status).toBe(401);
    const [message] = await messagesOf(credenza, webhook);
    expect(message.reason).toBe("the credential is disabled");
  });
});

describe("after a rotation", () => {
  it("the earlier secret is good while it is valid, and verifying again accepts what was refused", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const early = await sendStripe(webhook, stripeEvent("evt_early"), "whsec_new_secret");
    expect(early.status).toBe(401);
    const [refused] = await messagesOf(credenza, webhook);
    await credenza.api("PUT", `integrationcredentials/${webhook.credentialId}`, {
      body: { version: 1, signingKey: "whsec_new_secret", previousSecretValidHours: 1 },
    });
    await until(async () => (await sendStripe(webhook, stripeEvent(), "whsec_new_secret")).status === 202);
    expect((await sendStripe(webhook, stripeEvent(), "whsec_test_secret")).status).toBe(202);

    const verified = await credenza.api("POST", `messages/${refused.id}/verify`);
    expect(verified.body).toMatchObject({ message: { status: "ACCEPTED", reason: null }, verdict: { accepted: true } });
    await until(async () => (await messagesOf(credenza, webhook)).every((message) => message.processed));
    expect((await sendStripe(webhook, stripeEvent("evt_early"), "whsec_new_secret")).body.id).toBe(refused.id);
  });
});

describe("a replay", () => {
  it("is a new message of the same content, processed again", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    const body = stripeEvent();
    const { body: first } = await sendStripe(webhook, body);
    const replay = await credenza.api("POST", `incomingwebhooks/${webhook.id}/messages/${first.id}/replay`);
    expect(replay.body).toMatchObject({ status: "ACCEPTED", replayOf: first.id, body });
    expect(replay.body.id).not.toBe(first.id);
    await until(async () => (await messagesOf(credenza, webhook)).every((message) => message.processed));
    const { body: audit } = await credenza.api("GET", "audit");
    expect(audit.data[0]).toMatchObject({ action: "message.replayed", resourceId: webhook.id });
  });

  it("409 of a refused one", async () => {
    const webhook = await createWebhook(credenza, "STRIPE_SIGNED_REQUEST");
    await sendStripe(webhook, stripeEvent(), "whsec_another");
    const [refused] = await messagesOf(credenza, webhook);
    expect((await credenza.api("POST", `messages/${refused.id}/replay`)).status).toBe(409);
  });
});
