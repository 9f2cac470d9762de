import { defineSystem, header, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "postmark",
  name: "Postmark",
  category: "Messaging",
  color: "#b58900",
  summary: "Sending of mail and message streams of a Postmark server.",
  website: "https://postmarkapp.com",
  keywords: ["mail"],
  limits: "Postmark publishes none; 429 beyond.",
  notes: ["Calls of the account, such as servers and domains, need an account token, which is not taken here."],
  basis: mostlyFromMemory({
    readIn: ["Server tokens and account tokens (postmarkapp.com/developer/api/overview)"],
    unconfirmed: ["That no limits are published was read with third parties."],
  }),
  destinations: {
    POSTMARK: outgoing("Postmark", "https://api.postmarkapp.com"),
  },
  credentialTypes: {
    POSTMARK_SERVER_TOKEN: {
      name: "Postmark server token",
      summary: "The API token of one server.",
      default: true,
      fields: {
        serverToken: key({
          label: "Server API token",
          help: "Servers > your server > API Tokens.",
          link: { label: "Postmark: servers", href: "https://account.postmarkapp.com/servers" },
        }),
      },
      scopes: { nothingToChoose: "a server token may do everything on its server" },
      authorize: header({ name: "X-Postmark-Server-Token", value: "{serverToken}" }),
      headers: { Accept: "application/json" },
      test: { path: "/server" },
      examples: {
        fields: { serverToken: "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9" },
        authorized: {
          url: "https://api.postmarkapp.com/server",
          headers: { "x-postmark-server-token": "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", accept: "application/json" },
        },
        answers: [
          {
            status: 401,
            body: { ErrorCode: 10, Message: "The Server Token you provided is not valid." },
            verdict: "wrong_key",
          },
        ],
      },
    },
  },
});
