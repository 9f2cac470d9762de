import { defineSystem, hmacWebhook, incoming } from "credenza/define";

export default defineSystem({
  id: "zoom",
  name: "Zoom",
  category: "Messaging",
  color: "#0b5cff",
  summary: "Events of meetings, webinars and recordings.",
  website: "https://zoom.us",
  notes: ["Zoom asks every 72 hours whether the address is still ours; the answer is made here."],
  basis: {
    unconfirmed: [
      "Zoom publishes no example of a signature; the one in the tests is computed by its rule.",
      "The window of five minutes is our choice, not Zoom's rule.",
    ],
  },
  destinations: { ZOOM_WEBHOOK: incoming("Zoom webhooks") },
  credentialTypes: {
    ZOOM_SECRET_TOKEN: hmacWebhook({
      name: "Zoom secret token",
      summary: "The secret token of an app's event subscriptions.",
      secret: {
        label: "Secret token",
        help: "marketplace.zoom.us > Manage > your app > Feature > Event subscriptions.",
      },
      encoding: "hex",
      signed: "v0:{timestamp}:{body}",
      header: { header: "x-zm-signature", format: "plain", prefix: "v0=" },
      timestamp: { header: "x-zm-request-timestamp", unit: "seconds" },
      handshake: {
        when: { bodyPath: "event", equals: "endpoint.url_validation" },
        value: { bodyPath: "payload.plainToken", pattern: "^[\\w-]{1,200}$" },
        mac: { key: "{secret}" },
        contentType: "application/json",
        answer: '{"plainToken":"{value}","encryptedToken":"{mac}"}',
      },
      eventType: [{ bodyPath: "event" }],
      sampleBody: '{"event":"sample","event_ts":{now},"payload":{"id":"{eventId}"}}',
      examples: [
        {
          signature: "v0=5b31f09afa6b59eba4f189fd58267053b85e940126e02ed68fc3ff43ee346028",
          headers: { "x-zm-request-timestamp": "1700000000" },
          at: 1700000000000,
        },
      ],
    }),
  },
});
