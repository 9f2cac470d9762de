import {
  basicAuth,
  defineSystem,
  incoming,
  jwtOrHmac,
  secret,
  signature,
  signatureVersions,
  text,
} from "credenza/define";

const hubspotSecret = { clientSecret: "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy" };
const hubspotUrl = "https://www.example.com/webhook_uri";
const hubspotDecoded = "%3A %2F %3F %40 %21 %24 %27 %28 %29 %2A %2C %3B".split(" ");
const intacctSecret = { clientSecret: "intacct-client-secret-Zk3" };
const m3terFields = { accessKeyId: "acc_4f1d2a", apiSecret: "m3ter_secret_0123456789abcdef" };
const notAnApiKey = "This is an API key. A webhook is signed with its own secret, which begins with whsec_.";

const hmac = (key: string, signed: string, encoding: "hex" | "base64" = "hex") =>
  ({ kind: "hmac", hash: "sha256", encoding, key, signed }) as const;
const hubspotDigest = (value: string, signed: string) =>
  ({
    mac: { kind: "hash", hash: "sha256", encoding: "hex", signed },
    signature: { header: "X-HubSpot-Signature", format: "plain" },
    announcedBy: { header: "X-HubSpot-Signature-Version", value },
  }) as const;
const bodyPaths = (...paths: string[]) => paths.map((bodyPath) => ({ bodyPath }));

export default defineSystem({
  id: "m3sh-workflow",
  name: "m3sh workflow",
  category: "Workflows",
  color: "#5b4bdb",
  order: 20,
  summary: "Verifies what other systems send to an incoming webhook, before a workflow sees it.",
  basis: {
    comparedWith: ["stripe", "@hubspot/api-client", "jose", "standardwebhooks", "the published examples of HubSpot"],
    unconfirmed: [
      "How Sage Intacct signs is not confirmed; see the decision on Sage Intacct.",
      "The m3ter signature is our own definition: the hosted product publishes none.",
    ],
  },
  destinations: { M3SH_WORKFLOW: incoming("m3sh workflow") },
  credentialTypes: {
    HTTP_BASIC: {
      name: "HTTP basic",
      summary: "The sender gives a username and a password with each request, as Chargebee does.",
      default: true,
      fields: {
        username: text({
          label: "Username",
          pattern: "^[^:\\p{Cc}]+$",
          patternMessage: "A username of HTTP basic may not have a colon or control characters.",
          maxLength: 200,
        }),
        password: secret({ label: "Password", help: "As at the sender; spaces and colons count.", trim: false }),
      },
      incoming: {
        verification: basicAuth({ username: "{username}", password: "{password}" }),
        eventId: [
          { header: "Idempotency-Key" },
          { header: "webhook-id" },
          { bodyPath: "id", pattern: "^(ev|evt)_[A-Za-z0-9_]+$" },
        ],
        eventType: bodyPaths("event_type", "eventType", "eventName", "type"),
        sampleBody: '{"id":"ev_{eventId}","event_type":"sample","occurred_at":{now}}',
      },
      examples: {
        fields: { username: "chargebee", password: "s3cret: with:colons" },
        refused: [{ fields: { username: "charge:bee", password: "x" }, field: "username" }],
        webhooks: [
          {
            name: "RFC 7617, user name and password of its own example",
            fields: { username: "Aladdin", password: "open sesame" },
            headers: { Authorization: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" },
            body: '{"id":"ev_16BHbhF4s42tU1HJn"}',
            bodyIsNotSigned: true,
          },
        ],
      },
    },
    HUBSPOT_CLIENT_SECRET: {
      name: "HubSpot client secret",
      summary: "HubSpot signs with the client secret of your app.",
      fields: {
        clientSecret: secret({
          label: "Client secret",
          help: "App settings > Auth. An app's new secret takes the place of the old one at once.",
          link: { label: "HubSpot developer apps", href: "https://app.hubspot.com/developer" },
        }),
      },
      incoming: {
        verification: signatureVersions({
          option: "hubspotVersions",
          default: ["v3"],
          versions: {
            v3: {
              mac: hmac("{clientSecret}", "{method}{url}{body}{timestamp}", "base64"),
              signature: { header: "X-HubSpot-Signature-v3", format: "plain" },
              timestamp: { header: "X-HubSpot-Request-Timestamp", unit: "milliseconds" },
              decodeInUrl: hubspotDecoded,
            },
            v2: hubspotDigest("v2", "{clientSecret}{method}{url}{body}"),
            v1: hubspotDigest("v1", "{clientSecret}{body}"),
          },
        }),
        eventId: [{ each: ["eventId", "portalId", "subscriptionId", "objectId", "occurredAt"] }],
        eventType: [{ bodyPath: "0.subscriptionType" }],
        options: ["hubspotVersions", "windowSeconds"],
        sampleBody:
          '[{"eventId":"{eventId}","subscriptionId":12345,"portalId":62515,"occurredAt":{now},"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123}]',
      },
      examples: {
        fields: hubspotSecret,
        webhooks: [
          {
            name: "v3, test value of HubSpot's SDK",
            fields: hubspotSecret,
            url: hubspotUrl,
            headers: {
              "X-HubSpot-Signature-v3": "HPW73RUtKmcYoEDADG0s6MmGFWUzWJKAW07r8RDgcQw=",
              "X-HubSpot-Request-Timestamp": "15000000",
            },
            body: "{'example_field':'example_value'}",
            at: 15_000_000,
          },
          {
            name: "v2, inputs of the published POST example",
            fields: hubspotSecret,
            url: hubspotUrl,
            headers: {
              "X-HubSpot-Signature-Version": "v2",
              "X-HubSpot-Signature": "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900",
            },
            body: '{"example_field":"example_value"}',
            options: { hubspotVersions: ["v2"] },
          },
        ],
      },
    },
    M3TER_APP_SIGNATURE: {
      name: "m3ter app signature",
      summary: "For requests that an outgoing webhook with an M3TER_SIGNED_REQUEST credential signs.",
      fields: {
        accessKeyId: text({
          label: "Access key id",
          help: "The apiKey of the sender's credential.",
          pattern: "^[\\x21-\\x7e]+$",
          maxLength: 200,
        }),
        apiSecret: secret({ label: "API secret", help: "The secret of the sender's credential." }),
      },
      incoming: {
        verification: signature({
          mac: hmac("{apiSecret}", "{accessKeyId}.{id}.{timestamp}.{body}"),
          signature: { header: "X-M3ter-Signature", format: "plain", separator: ",", prefix: "v1=" },
          timestamp: { header: "X-M3ter-Timestamp", unit: "seconds" },
          parameters: { id: { header: "X-M3ter-Id", pattern: "^[A-Za-z0-9_:-]{1,200}$" } },
          equals: [{ header: "X-M3ter-Api-Key", value: "{accessKeyId}" }],
        }),
        eventId: [{ header: "X-M3ter-Id" }],
        eventType: [{ bodyPath: "eventName" }],
        options: ["windowSeconds"],
        sampleBody: '{"id":"{eventId}","eventName":"sample","data":{}}',
      },
      examples: {
        fields: m3terFields,
        webhooks: [
          {
            name: "computed from the contract",
            fields: m3terFields,
            headers: {
              "X-M3ter-Api-Key": "acc_4f1d2a",
              "X-M3ter-Id": "msg_01JD5Y9T7Q",
              "X-M3ter-Timestamp": "1700000000",
              "X-M3ter-Signature": "v1=3d9d63cce9753802707672a094ded31b96b92ac7d377eebff7e66984c8f87834",
            },
            body: '{"id":"0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10","eventName":"configuration.product.created","data":{}}',
            at: 1_700_000_000_000,
          },
        ],
      },
    },
    SAGE_INTACCT_CLIENT_SECRET: {
      name: "Sage Intacct client secret",
      summary: "Our reading, as Sage publishes no rule: a bearer JWT or an HMAC of the body, made with the secret.",
      fields: {
        clientSecret: secret({
          label: "Client secret",
          help: "Sage recommends checking a JWT; where yours adds an HMAC, name its header in the webhook's options.",
          link: {
            label: "Sage Intacct webhooks",
            href: "https://developer.sage.com/intacct/docs/developer-portal/guides/webhooks",
          },
        }),
      },
      incoming: {
        verification: jwtOrHmac({
          key: "{clientSecret}",
          algorithms: ["HS256", "HS384", "HS512"],
          headerOption: "signatureHeader",
          hash: "sha256",
          encodings: ["hex", "base64"],
        }),
        eventId: [{ header: "Idempotency-Key" }, { claim: "jti" }],
        eventType: bodyPaths("event", "eventType", "object"),
        options: ["signatureHeader", "windowSeconds"],
        sampleBody: '{"object":"accounts-receivable/invoice","operation":"create","key":"{eventId}"}',
      },
      examples: {
        fields: intacctSecret,
        webhooks: [
          {
            name: "computed, HMAC in hex",
            fields: intacctSecret,
            headers: { "X-Intacct-Hmac": "46bdc5ec22bf269092942d839dc7e10b5620aeea3d6d73a5ceae0767351a63b9" },
            body: '{"object":"accounts-receivable/invoice","operation":"create","key":"1042"}',
            options: { signatureHeader: "X-Intacct-Hmac" },
          },
        ],
      },
    },
    STRIPE_SIGNED_REQUEST: {
      name: "Stripe signed request",
      summary: "Stripe signs with the secret of the endpoint that you make for this URL.",
      fields: {
        signingKey: secret({
          label: "Signing key",
          placeholder: "whsec_…",
          help: "Developers > Webhooks > your endpoint > Signing secret. Test mode and live mode have their own.",
          link: { label: "Stripe webhooks", href: "https://dashboard.stripe.com/webhooks" },
          pattern: "^(?!(?:sk|pk|rk)_)[^\\s]+$",
          patternMessage: notAnApiKey,
          warnings: [{ pattern: "^(?!whsec_)", message: "Stripe's signing keys begin with whsec_." }],
        }),
      },
      incoming: {
        verification: signature({
          mac: hmac("{signingKey}", "{timestamp}.{body}"),
          signature: { header: "Stripe-Signature", format: "list", signatureKeys: ["v1"], timestampKey: "t" },
          timestamp: { unit: "seconds" },
        }),
        eventId: [{ bodyPath: "id" }],
        eventType: [{ bodyPath: "type" }],
        options: ["windowSeconds"],
        sampleBody:
          '{"id":"evt_{eventId}","object":"event","type":"invoice.paid","livemode":false,"created":{now},"data":{"object":{}}}',
      },
      examples: {
        fields: { signingKey: "whsec_test_secret" },
        refused: [{ fields: { signingKey: "sk_test_51ABCDEF" }, field: "signingKey" }],
        webhooks: [
          {
            name: "made with Stripe's SDK",
            fields: { signingKey: "whsec_test_secret" },
            headers: {
              "Stripe-Signature": "t=1614265330,v1=3c5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff",
            },
            body: '{"id":"evt_test_webhook","object":"event"}',
            at: 1_614_265_330_000,
          },
        ],
      },
    },
  },
});
