import {
  accountToCustomer,
  appOf,
  bearer,
  billToInvoice,
  defineSystem,
  exampleAppId,
  hmacWebhook,
  incoming,
  key,
  oauthApp,
  oauthCode,
  outgoing,
  received,
  sandbox,
  smallestUnits,
  text,
} from "credenza/define";

const customer = `{
  "name": entity.name,
  "email": entity.emailAddress,
  "address": { "line1": entity.address.addressLine1, "line2": entity.address.addressLine2 != "" ? entity.address.addressLine2,
    "city": entity.address.locality, "state": entity.address.region, "postal_code": entity.address.postCode,
    "country": entity.address.country },
  "metadata": { "account_id": entity.id, "account_code": entity.code }
}`;
const outcomes = [
  { status: 401, body: { path: "error.code", equals: "api_key_expired" }, verdict: "wrong_key" as const },
];
const version = { "Stripe-Version": "2026-10-28.endive" };

export default defineSystem({
  id: "stripe",
  name: "Stripe",
  category: "Payments",
  color: "#635bff",
  order: 20,
  summary: "Payments, invoices and customers of your Stripe account.",
  website: "https://stripe.com",
  limits: "100 calls a second in live mode, 25 in test mode.",
  integrations: {
    presets: [
      billToInvoice({
        externalTable: "invoice",
        accountTable: "customer",
        externalId: `steps[0].id`,
        steps: [
          {
            method: "POST",
            path: "/v1/invoices",
            format: "form",
            mapping: `{
  "customer": accountExternalId,
  "currency": $lowercase(entity.currency),
  "collection_method": "send_invoice",
  "due_date": $floor($toMillis(entity.dueDate) / 1000),
  "auto_advance": false,
  "pending_invoice_items_behavior": "exclude",
  "metadata": { "bill_id": entity.id, "account_id": entity.accountId }
}`,
          },
          {
            method: "POST",
            path: "/v1/invoices/{steps.0.id}/add_lines",
            format: "form",
            mapping: `(${smallestUnits}
  { "lines": [entity.lineItems.{ "amount": $units(subtotal), "description": description }] })`,
          },
        ],
      }),
      accountToCustomer({
        externalTable: "customer",
        externalId: `steps[0].id`,
        steps: [
          {
            method: "POST",
            path: "/v1/customers",
            format: "form",
            mapping: customer,
          },
        ],
        updateSteps: [
          {
            method: "POST",
            path: "/v1/customers/{externalId}",
            format: "form",
            mapping: customer,
          },
        ],
      }),
    ],
    refusals: [{ body: "already (been )?paid", means: "INVOICE_ALREADY_PAID" }],
    lists: [
      { table: "customer", path: "/v1/customers?limit=100", values: `data.{ "id": id, "name": name ? name : email }` },
    ],
  },
  basis: {
    comparedWith: ["stripe"],
    readIn: [
      "403 for a key without the right (docs.stripe.com/changelog)",
      "The code api_key_expired (github.com/stripe/stripe-cli)",
    ],
    unconfirmed: [],
  },
  destinations: {
    STRIPE: outgoing("Stripe", "https://api.stripe.com", { hosts: ["files.stripe.com"] }),
    STRIPE_TEST: sandbox("Stripe test mode", "https://api.stripe.com", { hosts: ["files.stripe.com"] }),
    STRIPE_WEBHOOK: incoming("Stripe webhooks"),
  },
  credentialTypes: {
    STRIPE_API_KEY: {
      name: "Stripe API key",
      summary: "A secret key, or a restricted key that may do only what you allow.",
      default: true,
      keyName: "API key",
      fields: {
        apiKey: key({
          label: "API key",
          help: "Developers > API keys. A restricted key is enough for most work.",
          link: { label: "Stripe: API keys", href: "https://dashboard.stripe.com/apikeys" },
          placeholder: "sk_…",
          warnings: [
            {
              pattern: "^(sk|rk)_live_",
              message: "This is a live key. Stripe test mode wants one that begins with sk_test_ or rk_test_.",
              destinations: ["STRIPE_TEST"],
            },
            {
              pattern: "^(sk|rk)_test_",
              message: "This is a test key. For Stripe itself use one that begins with sk_live_ or rk_live_.",
              destinations: ["STRIPE"],
            },
            { pattern: "^pk_", message: "This is a publishable key. Stripe asks for a secret or restricted key here." },
          ],
          recognise: [
            { pattern: "^(sk|rk)_live_", destination: "STRIPE" },
            { pattern: "^(sk|rk)_test_", destination: "STRIPE_TEST" },
          ],
        }),
        accountId: text({
          label: "Connected account",
          help: "Only for a platform that works for another account.",
          placeholder: "acct_…",
          optional: true,
          pattern: "^acct_[A-Za-z0-9]+$",
          patternMessage: "An account id begins with acct_.",
        }),
      },
      scopes: [
        "a secret key, or a restricted one with read access to Balance for the test and access to what you call",
      ],
      authorize: bearer({ token: "{apiKey}" }),
      headers: { ...version, "Stripe-Account": "{accountId}" },
      test: { path: "/v1/balance", outcomes },
      examples: {
        fields: { apiKey: "sk_test_example0000000000" },
        refused: [{ fields: { accountId: "1234" }, field: "accountId" }],
        authorized: {
          url: "https://api.stripe.com/v1/balance",
          headers: { authorization: "Bearer sk_test_example0000000000", "stripe-version": "2026-10-28.endive" },
        },
        answers: [
          {
            status: 401,
            body: { error: { message: "Invalid API Key provided: sk_test_****1234" } },
            verdict: "wrong_key",
          },
          { status: 403, body: { error: { type: "invalid_request_error" } }, verdict: "no_permission" },
        ],
      },
    },
    OAUTH_CODE: {
      name: "Stripe sign-in",
      summary: "Sign in at Stripe and allow your OAuth app. Nothing is copied or pasted.",
      keyName: "connection",
      fields: {
        appId: appOf("STRIPE_OAUTH_APP"),
        stripeUserId: received({ label: "Stripe account", pattern: "^acct_[A-Za-z0-9]+$" }),
      },
      authorize: oauthCode({
        app: "STRIPE_OAUTH_APP",
        authorizeUrl: "https://connect.stripe.com/oauth/authorize",
        tokenUrl: "https://connect.stripe.com/oauth/token",
        revoke: {
          url: "https://connect.stripe.com/oauth/deauthorize",
          members: { client_id: "{clientId}", stripe_user_id: "{stripeUserId}" },
        },
        clientId: "{clientSecret}",
        clientSecret: "",
        scopes: ["read_write"],
        pkce: false,
        keep: { stripeUserId: { token: "stripe_user_id" } },
        lifetime: { unsaidSeconds: null },
        refresh: { rotation: "never" },
      }),
      headers: version,
      test: { path: "/v1/balance", outcomes },
      examples: { fields: { appId: exampleAppId } },
    },
    STRIPE_OAUTH_APP: oauthApp("Stripe", {
      where: "Connect > Settings > OAuth. The secret is the platform's own secret key, live or test.",
      link: { label: "Stripe: Connect settings", href: "https://dashboard.stripe.com/settings/connect" },
      clientSecret: {
        label: "Platform secret key",
        pattern: "^[^\\s:]+$",
        patternMessage: "A platform secret key has no spaces. Copy it again.",
      },
    }),
    STRIPE_WEBHOOK_SECRET: hmacWebhook({
      name: "Stripe webhook signing secret",
      summary: "The signing secret of a webhook endpoint, as of the type for m3sh workflows.",
      secret: {
        label: "Signing secret",
        help: "Developers > Webhooks > the endpoint > Signing secret.",
        placeholder: "whsec_…",
      },
      encoding: "hex",
      signed: "{timestamp}.{body}",
      header: { header: "Stripe-Signature", format: "list", signatureKeys: ["v1"], timestampKey: "t" },
      timestamp: { unit: "seconds" },
      eventId: [{ bodyPath: "id" }],
      eventType: [{ bodyPath: "type" }],
      sampleBody: '{"id":"evt_{eventId}","object":"event","type":"sample"}',
      examples: [
        {
          name: "made with the vendor's SDK",
          secret: "whsec_test_secret",
          signature: "t=1614265330,v1=3c5817089d739023dd6190f70a3757e04f7a2fd8b5dab12c2e000f51970dccff",
          body: '{"id":"evt_test_webhook","object":"event"}',
          at: 1614265330000,
        },
      ],
    }),
  },
});
