import { defineSystem, header, hmacWebhook, hostLabel, incoming, key, outgoing } from "credenza/define";

export default defineSystem({
  id: "shopify",
  name: "Shopify",
  category: "Commerce",
  color: "#5e8e3e",
  summary: "Orders, products and customers of a Shopify store.",
  website: "https://www.shopify.com",
  limits: "REST: 2 calls a second for each app and store, in a bucket of 40. GraphQL: by the cost of the query.",
  rateLimit: { limit: "X-Shopify-Shop-Api-Call-Limit" },
  notes: [
    "A path without a version, such as /admin/api/2026-10, is answered by the oldest version that Shopify supports.",
  ],
  basis: {
    readIn: [
      "A delivery is known by X-Shopify-Webhook-Id (shopify.dev/docs/apps/build/webhooks)",
      "Eight retries in four hours with the same payload (shopify.dev/changelog)",
    ],
    unconfirmed: [
      "Shopify publishes no example of a signature; the one in the tests is computed by its rule.",
      "The test call is written from general knowledge.",
      "Shopify signs no time and not the id of a delivery.",
    ],
  },
  destinations: {
    SHOPIFY: outgoing("Shopify", "https://{shop}.myshopify.com"),
    SHOPIFY_WEBHOOK: incoming("Shopify webhooks"),
  },
  credentialTypes: {
    SHOPIFY_ACCESS_TOKEN: {
      name: "Shopify Admin API access token",
      summary: "The access token of a custom app that is installed in one store.",
      default: true,
      fields: {
        accessToken: key({
          label: "Access token",
          help: "Settings > Apps > Develop apps > your app > API credentials. Shopify shows it once.",
          link: {
            label: "Shopify: custom apps",
            href: "https://help.shopify.com/en/manual/apps/app-types/custom-apps",
          },
          placeholder: "shpat_…",
          recognise: [{ pattern: "^shp(at|ca|pa)_" }],
        }),
        shop: hostLabel({
          label: "Shop",
          help: "The name before .myshopify.com, also when the store has a domain of its own.",
          placeholder: "acme",
          patternMessage: "Enter only the name before .myshopify.com, such as acme.",
        }),
      },
      scopes: ["the Admin API scopes of what you call, such as read_orders"],
      authorize: header({ name: "X-Shopify-Access-Token", value: "{accessToken}" }),
      test: { path: "/admin/api/2026-10/shop.json" },
      examples: {
        fields: { accessToken: "shpat_example", shop: "acme" },
        refused: [{ fields: { shop: "acme.myshopify.com" }, field: "shop" }],
        authorized: {
          url: "https://acme.myshopify.com/admin/api/2026-10/shop.json",
          headers: { "x-shopify-access-token": "shpat_example" },
        },
      },
    },
    SHOPIFY_WEBHOOK_SECRET: hmacWebhook({
      name: "Shopify client secret",
      summary: "The client secret of the app, or the signing secret of webhooks made in the admin.",
      secret: {
        label: "Secret",
        help: "Settings > Notifications > Webhooks, at the foot; or the app's client secret.",
      },
      encoding: "base64",
      header: "X-Shopify-Hmac-Sha256",
      eventId: [{ header: "X-Shopify-Webhook-Id" }],
      eventType: [{ header: "X-Shopify-Topic" }],
      sampleBody: '{"id":{now},"test":true}',
      examples: [{ signature: "y0M2fPyVPOHm4abNLDv0tzGPljz7n5J8Q1HyXFdxv9I=" }],
    }),
  },
});
