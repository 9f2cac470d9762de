import { basic, defineSystem, key, text } from "credenza/define";

export default defineSystem({
  id: "twilio",
  name: "Twilio",
  category: "Messaging",
  color: "#c92a2a",
  summary: "Messages, calls and numbers of a Twilio account.",
  website: "https://www.twilio.com",
  notes: ["An API key of the kind Standard may not read the account itself, so its test reads one message instead."],
  destinations: {
    TWILIO: { name: "Twilio", direction: "outgoing", baseUrl: "https://api.twilio.com" },
  },
  credentialTypes: {
    TWILIO_AUTH_TOKEN: {
      name: "Twilio auth token",
      summary: "The account SID and its auth token. It may do everything in the account.",
      default: true,
      fields: {
        accountSid: text({
          label: "Account SID",
          help: "Console > Account Dashboard > Account Info.",
          link: { label: "Twilio console", href: "https://console.twilio.com" },
          placeholder: "AC…",
          pattern: "^AC[0-9a-fA-F]{32}$",
          patternMessage: "An account SID is AC and 32 more characters, 0 to 9 and a to f.",
          recognise: [{ pattern: "^AC[0-9a-fA-F]{32}$" }],
        }),
        authToken: key({
          label: "Auth token",
          help: "Below the account SID; press Show. Webhooks of the account are signed with it too.",
        }),
      },
      authorize: basic({ username: "{accountSid}", password: "{authToken}" }),
      test: { path: "/2010-04-01/Accounts/{accountSid}.json" },
      examples: {
        fields: { accountSid: "AC00000000000000000000000000000000", authToken: "0f1e2d3c4b5a69788796a5b4c3d2e1f0" },
        refused: [{ fields: { accountSid: "SK00000000000000000000000000000000" }, field: "accountSid" }],
        authorized: {
          path: "/2010-04-01/Accounts/AC00000000000000000000000000000000.json",
          url: "https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000000.json",
          headers: {
            authorization:
              "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDowZjFlMmQzYzRiNWE2OTc4ODc5NmE1YjRjM2QyZTFmMA==",
          },
        },
        answers: [{ status: 401, body: { code: 20003, message: "Authenticate", status: 401 }, verdict: "wrong_key" }],
      },
    },
    TWILIO_API_KEY: {
      name: "Twilio API key",
      summary:
        "A key that can be deleted by itself. Better than the auth token where the account's settings are not changed.",
      fields: {
        accountSid: text({
          label: "Account SID",
          placeholder: "AC…",
          pattern: "^AC[0-9a-fA-F]{32}$",
          patternMessage: "An account SID is AC and 32 more characters, 0 to 9 and a to f.",
        }),
        keySid: text({
          label: "API key SID",
          help: "Account > API keys & tokens.",
          link: { label: "Twilio: API keys", href: "https://console.twilio.com/us1/account/keys-credentials/api-keys" },
          placeholder: "SK…",
          pattern: "^SK[0-9a-fA-F]{32}$",
          patternMessage: "An API key SID is SK and 32 more characters, 0 to 9 and a to f.",
        }),
        keySecret: key({ label: "API key secret", help: "Twilio shows it once, when the key is made." }),
      },
      authorize: basic({ username: "{keySid}", password: "{keySecret}" }),
      test: { path: "/2010-04-01/Accounts/{accountSid}/Messages.json?PageSize=1" },
      examples: {
        fields: {
          accountSid: "AC00000000000000000000000000000000",
          keySid: "SK00000000000000000000000000000000",
          keySecret: "nOtArEaLsEcReTnOtArEaLsEcReT1234",
        },
      },
    },
  },
});
