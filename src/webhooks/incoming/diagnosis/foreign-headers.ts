import { lookUpHeader } from "../raw-request.ts";

/** Headers by which a sender's way of signing is known. */
const senders: Record<string, string> = {
  "stripe-signature": "Stripe",
  "x-hubspot-signature-v3": "HubSpot (v3)",
  "x-hubspot-signature": "HubSpot (v1 or v2)",
  "x-m3ter-signature": "m3ter",
  "x-hub-signature-256": "GitHub",
  "x-hub-signature": "GitHub",
  "x-slack-signature": "Slack",
  "webhook-signature": "Standard Webhooks or GoCardless",
  "svix-signature": "Svix",
  "x-shopify-hmac-sha256": "Shopify",
  "paddle-signature": "Paddle",
  "x-xero-signature": "Xero",
  "intuit-signature": "QuickBooks",
  "x-twilio-signature": "Twilio",
  "x-zendesk-webhook-signature": "Zendesk",
  hmacsignature: "Adyen",
  "twitch-eventsub-message-signature": "Twitch",
  "x-zm-signature": "Zoom",
  "x-docusign-signature-1": "DocuSign",
  "x-square-hmacsha256-signature": "Square",
  "paypal-transmission-sig": "PayPal",
  "x-amz-sns-message-type": "AWS SNS",
  "x-trusted-context": "Sage Intacct",
};

/** The sender whose header the request carries, other than the headers that the webhook itself expects. */
export function foreignSender(rawHeaders: readonly string[], expected: readonly string[]): string | undefined {
  const own = new Set(expected.map((name) => name.toLowerCase()));
  for (const [name, sender] of Object.entries(senders)) {
    if (!own.has(name) && lookUpHeader(rawHeaders, name).count > 0) return sender;
  }
  const authorization = lookUpHeader(rawHeaders, "authorization").value;
  if (own.has("authorization") || authorization === "") return undefined;
  return /^basic /i.test(authorization) ? "a sender with HTTP basic" : undefined;
}
