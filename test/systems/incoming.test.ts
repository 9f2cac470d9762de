import { expect, it } from "vitest";
import { loadRegistry } from "../../src/define/registry.ts";

const registry = await loadRegistry([new URL("../../systems", import.meta.url).pathname]);
const incoming = registry.destinations.filter(({ direction }) => direction === "incoming");

it("what incoming webhooks are verified with is offered by sender, the m3sh five first", () => {
  expect(incoming[0]?.id).toBe("M3SH_WORKFLOW");
  expect(registry.typesOf("M3SH_WORKFLOW").map(({ id }) => id)).toEqual([
    "HTTP_BASIC",
    "HUBSPOT_CLIENT_SECRET",
    "M3TER_APP_SIGNATURE",
    "SAGE_INTACCT_CLIENT_SECRET",
    "STRIPE_SIGNED_REQUEST",
  ]);
});

it.each(
  [
    ["GITHUB_WEBHOOK", "SLACK_EVENTS", "SHOPIFY_WEBHOOK", "PADDLE_WEBHOOK", "CHARGEBEE_WEBHOOK", "XERO_WEBHOOK"],
    [
      "QUICKBOOKS_WEBHOOK",
      "GOCARDLESS_WEBHOOK",
      "ADYEN_WEBHOOK",
      "SQUARE_WEBHOOK",
      "TWILIO_WEBHOOK",
      "ZENDESK_WEBHOOK",
    ],
    ["ZOOM_WEBHOOK", "TWITCH_EVENTSUB", "DOCUSIGN_CONNECT", "MAILGUN_WEBHOOK", "PAYPAL_WEBHOOK", "AWS_SNS"],
    ["STANDARD_WEBHOOKS", "ANY_WEBHOOK"],
  ].flat(),
)("%s is among them, in a group of its own kind", (id) => {
  const found = incoming.find((one) => one.id === id);
  expect(found?.system.category).toBeDefined();
  for (const type of registry.typesOf(id)) expect(type.incoming, type.id).toBeDefined();
});

it("Ed25519, RFC 9421, a generic HMAC, a bearer JWT and a proxy's certificate have types of their own", () => {
  const verifications = ["STANDARD_WEBHOOKS", "ANY_WEBHOOK"].flatMap((id) =>
    registry.typesOf(id).map((type) => {
      const { verification } = type.incoming ?? {};
      return verification?.verify === "signature" ? verification.mac.kind : verification?.verify;
    }),
  );
  expect(new Set(verifications)).toEqual(
    new Set(["hmac", "ed25519", "genericHmac", "bearerJwt", "httpMessageSignature", "proxyCertificate"]),
  );
});
