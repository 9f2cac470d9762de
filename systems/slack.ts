import { bearer, defineSystem, hmacWebhook, incoming, key, outgoing, secret, secretUrl } from "credenza/define";

export default defineSystem({
  id: "slack",
  name: "Slack",
  category: "Messaging",
  color: "#4a154b",
  order: 26,
  summary: "Messages to Slack channels, by an incoming webhook or as a bot.",
  website: "https://slack.com",
  limits: "About one message a second for each channel; 429 with Retry-After beyond.",
  basis: {
    comparedWith: ["@slack/web-api", "the published signing example"],
    readIn: ["One message a second and the tiers of the Web API (docs.slack.dev/apis/web-api/rate-limits)"],
    unconfirmed: [
      "Errors in the body of refusals, and the scope of an incoming webhook, are written from general knowledge.",
    ],
  },
  destinations: {
    SLACK: outgoing("Slack", "https://slack.com/api"),
    SLACK_EVENTS: incoming("Slack events"),
  },
  credentialTypes: {
    SLACK_WEBHOOK: {
      name: "Slack incoming webhook",
      summary: "The URL itself lets anybody post to its channel, so it is kept as a secret.",
      default: true,
      baseUrls: { SLACK: "https://hooks.slack.com" },
      fields: {
        webhookUrl: secret({
          label: "Webhook URL",
          help: "api.slack.com/apps > your app > Incoming Webhooks.",
          link: {
            label: "Slack: incoming webhooks",
            href: "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
          },
          placeholder: "https://hooks.slack.com/services/…",
          pattern: "^https://hooks\\.slack\\.com/(services|workflows|triggers)/[A-Za-z0-9/_-]+$",
          patternMessage: "A webhook URL begins with https://hooks.slack.com/services/.",
          recognise: [{ pattern: "^https://hooks\\.slack\\.com/", destination: "SLACK" }],
        }),
      },
      scopes: ["the scope incoming-webhook of the app; the URL posts to its own channel only"],
      authorize: secretUrl({ url: "{webhookUrl}", host: "hooks.slack.com" }),
      test: {
        path: "",
        method: "POST",
        json: {},
        outcomes: [
          { status: 400, body: { includes: "no_text" }, verdict: "working" },
          { status: 400, body: { includes: "invalid_payload" }, verdict: "working" },
          { status: 404, verdict: "wrong_key" },
          { status: 410, verdict: "wrong_key" },
        ],
        say: {
          working: "Working: Slack knows this webhook. Nothing was posted.",
          wrong_key: "Slack knows no such webhook. It may be removed in Slack: make another.",
        },
      },
      examples: {
        fields: { webhookUrl: "https://hooks.slack.com/services/T00000000/B00000000/exampleexampleexample" },
        refused: [
          { fields: { webhookUrl: "https://hooks.slack.com.evil.example/services/x" }, field: "webhookUrl" },
          { fields: { webhookUrl: "http://hooks.slack.com/services/x" }, field: "webhookUrl" },
        ],
        answers: [
          { status: 400, body: "no_text", verdict: "working" },
          { status: 404, body: "no_service", verdict: "wrong_key" },
          { status: 403, body: "action_prohibited", verdict: "no_permission" },
        ],
      },
    },
    SLACK_BOT_TOKEN: {
      name: "Slack bot token",
      summary: "The token of an app's bot user.",
      fields: {
        token: key({
          label: "Bot token",
          help: "api.slack.com/apps > your app > OAuth & Permissions.",
          placeholder: "xoxb-…",
          pattern: "^xox[a-z]-[A-Za-z0-9-]+$",
          patternMessage: "A bot token begins with xoxb-.",
          recognise: [{ pattern: "^xoxb-", destination: "SLACK" }],
        }),
      },
      scopes: ["chat:write for messages; none for the test"],
      authorize: bearer({ token: "{token}" }),
      test: {
        path: "/auth.test",
        method: "POST",
        success: { path: "ok", equals: true },
        outcomes: [
          {
            status: 200,
            body: {
              path: "error",
              equals: ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"],
            },
            verdict: "wrong_key",
          },
          { status: 200, body: { path: "error", equals: "missing_scope" }, verdict: "no_permission" },
        ],
      },
      examples: {
        fields: { token: "xoxb-1234-5678-example" },
        refused: [{ fields: { token: "abc" }, field: "token" }],
        authorized: {
          url: "https://slack.com/api/auth.test",
          headers: { authorization: "Bearer xoxb-1234-5678-example" },
        },
        answers: [
          { status: 200, body: { ok: true, team: "Acme" }, verdict: "working" },
          { status: 200, body: { ok: false, error: "invalid_auth" }, verdict: "wrong_key" },
          { status: 200, body: { ok: false, error: "missing_scope" }, verdict: "no_permission" },
        ],
      },
    },
    SLACK_SIGNING_SECRET: hmacWebhook({
      name: "Slack signing secret",
      summary: "Signs events, commands and interactions of your Slack app.",
      secret: { label: "Signing secret", help: "api.slack.com/apps > your app > Basic Information > Signing Secret." },
      encoding: "hex",
      signed: "v0:{timestamp}:{body}",
      header: { header: "X-Slack-Signature", format: "plain", prefix: "v0=" },
      timestamp: { header: "X-Slack-Request-Timestamp", unit: "seconds" },
      handshake: {
        when: { bodyPath: "type", equals: "url_verification" },
        value: { bodyPath: "challenge", pattern: "^[\\w-]{1,200}$" },
        contentType: "text/plain",
        answer: "{value}",
      },
      eventId: [{ bodyPath: "event_id" }],
      eventType: [{ bodyPath: "event.type" }, { bodyPath: "type" }],
      sampleBody: '{"type":"event_callback","event_id":"Ev{eventId}","event":{"type":"sample"}}',
      examples: [
        {
          name: "published in the documentation",
          secret: "8f742231b10e8888abcd99yyyzzz85a5",
          signature: "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
          headers: { "X-Slack-Request-Timestamp": "1531420618" },
          body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
          at: 1531420618000,
        },
      ],
    }),
  },
});
