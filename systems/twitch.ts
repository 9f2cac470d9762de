import { defineSystem, secret, signature } from "credenza/define";

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
  destinations: { TWITCH_EVENTSUB: { name: "Twitch EventSub", direction: "incoming" } },
  credentialTypes: {
    TWITCH_EVENTSUB_SECRET: {
      name: "Twitch EventSub secret",
      summary: "The secret that you gave when you made the subscription.",
      fields: {
        secret: secret({
          label: "Secret",
          help: "10 to 100 characters, as in transport.secret.",
          minLength: 10,
          maxLength: 100,
        }),
      },
      incoming: {
        verification: signature({
          mac: { kind: "hmac", hash: "sha256", encoding: "hex", key: "{secret}", signed: "{id}{timestamp}{body}" },
          signature: { header: "Twitch-Eventsub-Message-Signature", format: "plain", prefix: "sha256=" },
          timestamp: { header: "Twitch-Eventsub-Message-Timestamp", unit: "iso" },
          parameters: { id: { header: "Twitch-Eventsub-Message-Id", pattern: "^[0-9a-f-]{36}$" } },
        }),
        windowSeconds: 600,
        options: ["windowSeconds"],
        handshake: {
          when: { header: "Twitch-Eventsub-Message-Type", equals: "webhook_callback_verification" },
          value: { bodyPath: "challenge", pattern: "^[\\w-]{1,500}$" },
          contentType: "text/plain",
          answer: "{value}",
        },
        eventId: [{ header: "Twitch-Eventsub-Message-Id" }],
        eventType: [{ header: "Twitch-Eventsub-Subscription-Type" }, { bodyPath: "subscription.type" }],
        sampleBody: '{"subscription":{"type":"sample"},"event":{}}',
      },
      examples: {
        fields: { secret: "test_secret_0001" },
        webhooks: [
          {
            name: "computed",
            fields: { secret: "test_secret_0001" },
            headers: {
              "Twitch-Eventsub-Message-Id": "e76c6bd4-55c9-4987-8304-da1588d8988b",
              "Twitch-Eventsub-Message-Timestamp": "2026-01-02T03:04:05.123456789Z",
              "Twitch-Eventsub-Message-Signature":
                "sha256=7657468082b23e474b4e4409758565572b9bb371bf12f4b180e303c6b1fd41af",
            },
            body: '{"hello":"wörld","n":1.0}',
            at: 1_767_323_045_123,
          },
        ],
      },
    },
  },
});
