import { basic, defineSystem, incoming, key, outgoing, secret, text, twilioSignature } from "credenza/define";

export default defineSystem({
  id: "twilio",
  name: "Twilio",
  category: "Messaging",
  color: "#c92a2a",
  summary: "Messages, calls and numbers of a Twilio account.",
  website: "https://www.twilio.com",
  limits: "Calls at the same time for each account; 429 with the code 20429 beyond.",
  notes: ["An API key of the kind Standard may not read the account itself, so its test reads one message instead."],
  basis: {
    comparedWith: ["twilio", "the test values of Twilio's client"],
    readIn: [
      "Main, standard and restricted keys (twilio.com/docs/iam/api-keys/keys-in-console)",
      "The code 20429 (twilio.com/docs/api/errors/20429)",
    ],
    unconfirmed: [
      "Twilio signs the fields of a form without a mark between name and value, so its signature does not tell where a name ends.",
      "The idempotency header of webhooks is written from general knowledge and is not signed.",
    ],
  },
  destinations: {
    TWILIO: outgoing("Twilio", "https://api.twilio.com"),
    TWILIO_WEBHOOK: incoming("Twilio webhooks"),
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
      scopes: { nothingToChoose: "the auth token may do everything in its account" },
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
      scopes: ["a standard key, or a restricted one that may read Messages for the test"],
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
    TWILIO_WEBHOOK_TOKEN: {
      name: "Twilio auth token",
      summary: "Signs what Twilio sends: the URL and the form, or the URL with a digest of the JSON body.",
      fields: { secret: secret({ label: "Auth token", help: "Console > Account > API keys & tokens > Auth token." }) },
      incoming: {
        verification: twilioSignature({ key: "{secret}" }),
        eventId: [{ header: "I-Twilio-Idempotency-Token" }],
      },
      examples: {
        fields: { secret: "12345" },
        webhooks: [
          {
            name: "form, of the vendor's own tests",
            fields: { secret: "12345" },
            headers: {
              "X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
              "Content-Type": "application/x-www-form-urlencoded",
            },
            body: "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            bodyIsNotSigned: true,
          },
          {
            name: "form with a repeated name, of the vendor's own tests",
            fields: { secret: "12345" },
            headers: {
              "X-Twilio-Signature": "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
              "Content-Type": "application/x-www-form-urlencoded",
            },
            body: "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234",
            url: "https://mycompany.com/myapp.php?foo=1&bar=2",
            bodyIsNotSigned: true,
          },
          {
            name: "JSON, of the vendor's own tests",
            fields: { secret: "12345" },
            headers: { "X-Twilio-Signature": "a9nBmqA0ju/hNViExpshrM61xv4=" },
            body: '{"property": "value", "boolean": true}',
            url: "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
          },
        ],
      },
    },
  },
});
