import {
  bodySignature,
  defineSystem,
  header,
  hmacWebhook,
  hostLabel,
  incoming,
  key,
  outgoing,
  sandbox,
  secret,
} from "credenza/define";

export default defineSystem({
  id: "adyen",
  name: "Adyen",
  category: "Payments",
  color: "#0b7a3b",
  summary: "Payments, payouts and management of your Adyen account.",
  website: "https://www.adyen.com",
  limits: "For groups of live calls in a minute, such as those on terminals and stores; Adyen publishes no others.",
  notes: [
    "Calls go to the Management API by path; Checkout, and other APIs on their test hosts, by a full URL.",
    "The live Checkout host begins with your own prefix, so the live destination asks for it.",
  ],
  basis: {
    comparedWith: ["@adyen/api-library", "the published HMAC example"],
    readIn: [
      "Roles of API credentials (docs.adyen.com/development-resources/api-credentials/roles)",
      "Limits of calls on terminals and stores (docs.adyen.com/point-of-sale/automating-terminal-management)",
    ],
    unconfirmed: [
      "Host prefixes of the live Checkout API are written from general knowledge.",
      "Whether a platform webhook carries one signature or several while a key is changed is not confirmed.",
      "That no other limits are published is general knowledge.",
    ],
  },
  destinations: {
    ADYEN: outgoing("Adyen", "https://management-live.adyen.com/v3", {
      hosts: ["{prefix}-checkout-live.adyenpayments.com", "{prefix}-pal-live.adyenpayments.com"],
    }),
    ADYEN_TEST: sandbox("Adyen test", "https://management-test.adyen.com/v3", {
      hosts: ["checkout-test.adyen.com", "pal-test.adyen.com"],
    }),
    ADYEN_WEBHOOK: incoming("Adyen webhooks"),
  },
  credentialTypes: {
    ADYEN_API_KEY: {
      name: "Adyen live API key",
      summary: "The API key of a web service user of your live company account.",
      destinations: ["ADYEN"],
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Developers > API credentials > the credential > API key. It is shown once.",
          link: {
            label: "Adyen: API credentials",
            href: "https://ca-live.adyen.com/ca/ca/config/api_credentials_new.shtml",
          },
          placeholder: "AQE…",
        }),
        prefix: hostLabel({
          label: "Live URL prefix",
          help: "Developers > API URLs > Prefix. Checkout's live host begins with it.",
          placeholder: "1797a841fbb37ca7-AcmeInc",
        }),
      },
      scopes: ["any role; calls need the roles of their API"],
      authorize: header({ name: "X-API-Key", value: "{apiKey}" }),
      test: { path: "/me" },
      examples: {
        fields: { apiKey: "AQEexampleliveexample", prefix: "1797a841fbb37ca7-AcmeInc" },
        authorized: {
          path: "https://1797a841fbb37ca7-AcmeInc-checkout-live.adyenpayments.com/checkout/v71/paymentMethods",
          url: "https://1797a841fbb37ca7-acmeinc-checkout-live.adyenpayments.com/checkout/v71/paymentMethods",
          headers: { "x-api-key": "AQEexampleliveexample" },
        },
      },
    },
    ADYEN_TEST_API_KEY: {
      name: "Adyen test API key",
      summary: "The API key of a web service user of your test company account.",
      destinations: ["ADYEN_TEST"],
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Developers > API credentials > the credential > API key, in the test Customer Area.",
          link: {
            label: "Adyen: API credentials",
            href: "https://ca-test.adyen.com/ca/ca/config/api_credentials_new.shtml",
          },
          placeholder: "AQE…",
        }),
      },
      scopes: ["any role; calls need the roles of their API"],
      authorize: header({ name: "X-API-Key", value: "{apiKey}" }),
      test: { path: "/me" },
      examples: {
        fields: { apiKey: "AQEexampletestexample" },
        authorized: {
          url: "https://management-test.adyen.com/v3/me",
          headers: { "x-api-key": "AQEexampletestexample" },
        },
      },
    },
    ADYEN_HMAC_KEY: {
      name: "Adyen HMAC key, standard webhooks",
      summary: "The HMAC key of a standard webhook. The signature stands in the body and covers eight of its members.",
      fields: {
        secret: secret({
          label: "HMAC key",
          help: "Developers > Webhooks > the webhook > HMAC key. 64 digits in hex.",
          pattern: "^([0-9A-Fa-f]{2})+$",
          patternMessage: "An HMAC key is written in hex.",
        }),
      },
      incoming: {
        verification: bodySignature({
          list: { path: "notificationItems", item: "NotificationRequestItem" },
          signature: "additionalData.hmacSignature",
          mac: {
            hash: "sha256",
            encoding: "base64",
            key: "{secret}",
            keyEncoding: "hex",
            signed: "{psp}:{original}:{merchant}:{reference}:{value}:{currency}:{event}:{success}",
          },
          paths: {
            psp: "pspReference",
            original: "originalReference",
            merchant: "merchantAccountCode",
            reference: "merchantReference",
            value: "amount.value",
            currency: "amount.currency",
            event: "eventCode",
            success: "success",
          },
        }),
        answer: "[accepted]",
        eventId: [
          {
            list: "notificationItems",
            each: [
              "NotificationRequestItem.pspReference",
              "NotificationRequestItem.eventCode",
              "NotificationRequestItem.success",
              "NotificationRequestItem.originalReference",
            ],
          },
        ],
        eventType: [{ bodyPath: "notificationItems.0.NotificationRequestItem.eventCode" }],
      },
      examples: {
        fields: { secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056" },
        webhooks: [
          {
            name: "published in the documentation",
            fields: { secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056" },
            headers: {},
            body: '{"notificationItems":[{"NotificationRequestItem":{"pspReference":"7914073381342284","originalReference":"","merchantAccountCode":"TestMerchant","merchantReference":"TestPayment-1407325143704","amount":{"value":1130,"currency":"EUR"},"eventCode":"AUTHORISATION","success":"true","additionalData":{"hmacSignature":"coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0="}}}]}',
            bodyIsNotSigned: true,
          },
        ],
      },
    },
    ADYEN_PLATFORM_HMAC_KEY: hmacWebhook({
      name: "Adyen HMAC key, platform webhooks",
      summary:
        "The HMAC key of a webhook of the Balance Platform or of Management, whose header covers the whole body.",
      secret: {
        label: "HMAC key",
        help: "Developers > Webhooks > the webhook > HMAC key. 64 digits in hex.",
        pattern: "^([0-9A-Fa-f]{2})+$",
        patternMessage: "An HMAC key is written in hex.",
      },
      encoding: "base64",
      keyEncoding: "hex",
      header: "HmacSignature",
      eventType: [{ bodyPath: "type" }],
      sampleBody: '{"type":"sample","data":{"id":"{eventId}"}}',
      examples: [
        {
          secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
          signature: "/58GGzKT8VDKT9BWWRRzZaIIVFFfMQqcLGBqf4yc7QU=",
          body: '{"type":"balancePlatform.transfer.created","data":{"id":"1"}}',
        },
      ],
    }),
  },
});
