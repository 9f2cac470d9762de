import { defineSystem, hmacWebhook, incoming } from "credenza/define";

export default defineSystem({
  id: "twitch",
  name: "Twitch",
  category: "Messaging",
  color: "#7a3ff2",
  summary: "EventSub notifications of Twitch channels.",
  website: "https://dev.twitch.tv",
  basis: {
    unconfirmed: [
      "Twitch publishes no example of a signature; the one in the tests is computed by its rule.",
      "That a message older than ten minutes is to be refused is recalled, not read.",
      "The header that tells a challenge from an event is not signed by Twitch.",
    ],
  },
  destinations: { TWITCH_EVENTSUB: incoming("Twitch EventSub") },
  credentialTypes: {
    TWITCH_EVENTSUB_SECRET: hmacWebhook({
      name: "Twitch EventSub secret",
      summary: "The secret that you gave when you made the subscription.",
      secret: {
        label: "Secret",
        help: "10 to 100 characters, as in transport.secret.",
        minLength: 10,
        maxLength: 100,
      },
      encoding: "hex",
      signed: "{id}{timestamp}{body}",
      header: { header: "Twitch-Eventsub-Message-Signature", format: "plain", prefix: "sha256=" },
      timestamp: { header: "Twitch-Eventsub-Message-Timestamp", unit: "iso" },
      parameters: { id: { header: "Twitch-Eventsub-Message-Id", pattern: "^[0-9a-f-]{36}$" } },
      windowSeconds: 600,
      handshake: {
        when: { header: "Twitch-Eventsub-Message-Type", equals: "webhook_callback_verification" },
        value: { bodyPath: "challenge", pattern: "^[\\w-]{1,500}$" },
        contentType: "text/plain",
        answer: "{value}",
      },
      eventId: [{ header: "Twitch-Eventsub-Message-Id" }],
      eventType: [{ header: "Twitch-Eventsub-Subscription-Type" }, { bodyPath: "subscription.type" }],
      sampleBody: '{"subscription":{"type":"sample"},"event":{}}',
      examples: [
        {
          signature: "sha256=7657468082b23e474b4e4409758565572b9bb371bf12f4b180e303c6b1fd41af",
          headers: {
            "Twitch-Eventsub-Message-Id": "e76c6bd4-55c9-4987-8304-da1588d8988b",
            "Twitch-Eventsub-Message-Timestamp": "2026-01-02T03:04:05.123456789Z",
          },
          at: 1767323045123,
        },
      ],
    }),
  },
});
