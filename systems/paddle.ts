import {
  bearer,
  billToInvoice,
  defineSystem,
  formFields,
  hmacWebhook,
  incoming,
  key,
  outgoing,
  sandbox,
  smallestUnits,
  text,
} from "credenza/define";

const classicUrls = {
  PADDLE: "https://vendors.paddle.com/api/2.0",
  PADDLE_SANDBOX: "https://sandbox-vendors.paddle.com/api/2.0",
};

export default defineSystem({
  id: "paddle",
  name: "Paddle",
  category: "Billing",
  color: "#b7791f",
  order: 16,
  summary: "Subscriptions, transactions and customers of Paddle Billing; Paddle Classic with a vendor's code.",
  website: "https://www.paddle.com",
  limits: "240 requests a minute for each address; 429 with Retry-After beyond.",
  notes: [
    "Paddle's keys made since 2025 expire after 90 days unless said otherwise; Paddle does not tell when by API.",
  ],
  integrations: {
    presets: [
      billToInvoice({
        externalTable: "transaction",
        accountTable: "customer",
        credentialTypes: ["PADDLE_AUTH"],
        externalId: `steps[0].data.id`,
        steps: [
          {
            method: "POST",
            path: "/transactions",
            mapping: `(${smallestUnits}
  {
    "customer_id": accountExternalId,
    "currency_code": entity.currency,
    "collection_mode": "manual",
    "billing_details": { "payment_terms": { "interval": "day", "frequency": 30 } },
    "custom_data": { "bill_id": entity.id },
    "items": [entity.lineItems.{ "quantity": 1, "price": {
      "description": description,
      "unit_price": { "amount": $string($units(subtotal)), "currency_code": %.%.entity.currency },
      "product": { "name": description, "tax_category": "standard" } } }]
  })`,
          },
        ],
      }),
    ],
    refusals: [{ body: "already (been )?paid", means: "INVOICE_ALREADY_PAID" }],
    lists: [
      { table: "customer", path: "/customers?per_page=200", values: `data.{ "id": id, "name": name ? name : email }` },
    ],
  },
  basis: {
    comparedWith: ["@paddle/paddle-node-sdk", "the test values of Paddle's client"],
    readIn: [
      "403 with invalid_token for a wrong key, and for one of the other environment (developer.paddle.com/errors)",
      "Permissions of API keys (developer.paddle.com/api-reference/about/permissions)",
    ],
    unconfirmed: [
      "Codes of refusals of Paddle Classic are written from general knowledge.",
      "Paddle's own client allows a signature five seconds; we allow the window of the webhook.",
      "That the list of event types needs no permission, and that auth codes of Paddle Classic have none, is general knowledge.",
    ],
  },
  destinations: {
    PADDLE: outgoing("Paddle", "https://api.paddle.com"),
    PADDLE_SANDBOX: sandbox("Paddle sandbox", "https://sandbox-api.paddle.com"),
    PADDLE_WEBHOOK: incoming("Paddle notifications"),
  },
  credentialTypes: {
    PADDLE_AUTH: {
      name: "Paddle API key",
      summary: "A key of Paddle Billing. Live and sandbox have keys of their own.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Developer tools > Authentication. Shown once.",
          link: { label: "Paddle: API keys", href: "https://developer.paddle.com/api-reference/about/authentication" },
          placeholder: "pdl_live_apikey_…",
          warnings: [
            { pattern: "^pdl_live_", message: "This is a key of the live account.", destinations: ["PADDLE_SANDBOX"] },
            { pattern: "^pdl_sdbx_", message: "This is a key of the sandbox.", destinations: ["PADDLE"] },
          ],
          recognise: [
            { pattern: "^pdl_live_apikey_", destination: "PADDLE" },
            { pattern: "^pdl_sdbx_apikey_", destination: "PADDLE_SANDBOX" },
          ],
        }),
      },
      scopes: ["the read or write permissions of what you call, such as transaction.read; none for the test"],
      authorize: bearer({ token: "{apiKey}" }),
      headers: { "Paddle-Version": "1" },
      test: {
        path: "/event-types",
        outcomes: [
          {
            status: 403,
            body: { path: "error.code", equals: ["invalid_token", "authentication_malformed"] },
            verdict: "wrong_key",
          },
        ],
      },
      examples: {
        fields: { apiKey: "pdl_sdbx_apikey_01examplekey" },
        authorized: {
          url: "https://api.paddle.com/event-types",
          headers: { authorization: "Bearer pdl_sdbx_apikey_01examplekey", "paddle-version": "1" },
        },
        answers: [
          { status: 403, body: { error: { code: "invalid_token" } }, verdict: "wrong_key" },
          { status: 403, body: { error: { code: "forbidden" } }, verdict: "no_permission" },
        ],
      },
    },
    PADDLE_CLASSIC: {
      name: "Paddle Classic",
      summary: "Vendor id and auth code, which travel in each form. POST only.",
      baseUrls: classicUrls,
      fields: {
        vendorId: text({
          label: "Vendor ID",
          help: "Developer Tools > Authentication.",
          pattern: "^\\d{1,12}$",
          patternMessage: "A vendor ID is a number.",
        }),
        vendorAuthCode: key({ label: "Auth code", help: "Developer Tools > Authentication > Generate auth code." }),
      },
      scopes: { nothingToChoose: "an auth code may do everything that the vendor account may" },
      authorize: formFields({ fields: { vendor_id: "{vendorId}", vendor_auth_code: "{vendorAuthCode}" } }),
      test: {
        path: "/product/get_products",
        method: "POST",
        success: { path: "success", equals: true },
        outcomes: [
          { status: 200, body: { path: "error.code", equals: 107 }, verdict: "wrong_key" },
          { status: 200, body: { path: "success", equals: false }, verdict: "no_permission" },
        ],
      },
      examples: {
        fields: { vendorId: "12345", vendorAuthCode: "0123456789abcdef0123456789abcdef" },
        refused: [{ fields: { vendorId: "x" }, field: "vendorId" }],
        answers: [
          { status: 200, body: { success: true, response: {} }, verdict: "working" },
          { status: 200, body: { success: false, error: { code: 107 } }, verdict: "wrong_key" },
          { status: 200, body: { success: false, error: { code: 119 } }, verdict: "no_permission" },
        ],
      },
    },
    PADDLE_NOTIFICATION_SECRET: hmacWebhook({
      name: "Paddle notification secret",
      summary: "The secret key of a notification destination.",
      secret: {
        label: "Secret key",
        help: "Developer tools > Notifications > the destination > Secret key.",
        placeholder: "pdl_ntfset_…",
      },
      encoding: "hex",
      signed: "{timestamp}:{body}",
      header: {
        header: "Paddle-Signature",
        format: "list",
        separator: ";",
        signatureKeys: ["h1"],
        timestampKey: "ts",
      },
      timestamp: { unit: "seconds" },
      eventId: [{ bodyPath: "event_id" }],
      eventType: [{ bodyPath: "event_type" }],
      sampleBody: '{"event_id":"evt_{eventId}","event_type":"sample"}',
      examples: [
        {
          name: "of the vendor's own tests",
          secret: "VALID_SECRET",
          signature: "ts=1698796800;h1=a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9",
          body: '{"data": ["1", "2"]}',
          at: 1698796800000,
        },
      ],
    }),
  },
});
