import {
  basic,
  basicAuth,
  billToInvoice,
  defineSystem,
  incoming,
  outgoing,
  secret,
  smallestUnits,
  text,
} from "credenza/define";

export default defineSystem({
  id: "chargebee",
  name: "Chargebee",
  category: "Billing",
  color: "#d9480f",
  order: 10,
  summary: "Subscriptions, customers and invoices of your Chargebee site.",
  idempotencyHeader: "chargebee-idempotency-key",
  website: "https://www.chargebee.com",
  limits: "About 750 calls in 5 minutes on a test site and 150 a minute on a live one.",
  notes: [
    "The bodies of Chargebee's refusals are not confirmed; only the status decides, but for a site that does not exist.",
  ],
  integrations: {
    presets: [
      billToInvoice({
        externalTable: "invoice",
        accountTable: "customer",
        externalId: `steps[0].invoice.id`,
        steps: [
          {
            method: "POST",
            path: "/invoices/create_for_charge_items_and_charges",
            format: "form",
            mapping: `(${smallestUnits}
  {
    "customer_id": accountExternalId,
    "currency_code": entity.currency,
    "auto_collection": "off",
    "charges": {
      "amount": [entity.lineItems.$units(subtotal)],
      "description": [entity.lineItems.description]
    },
    "note": "Bill " & entity.id
  })`,
          },
        ],
      }),
    ],
    refusals: [{ body: "already (been )?paid", means: "INVOICE_ALREADY_PAID" }],
    lists: [
      {
        table: "customer",
        path: "/customers?limit=100",
        values: `list.customer.{ "id": id, "name": company ? company : first_name & " " & last_name }`,
      },
    ],
  },
  basis: {
    comparedWith: ["chargebee"],
    readIn: ["401 for a refused key, 404 and api_error_code (apidocs.chargebee.com/docs/api/error-handling)"],
    unconfirmed: [
      "That an unknown site answers site_not_found, and 403 for a key without the right, are written from general knowledge.",
    ],
  },
  destinations: {
    CHARGEBEE: outgoing("Chargebee", "https://{site}.chargebee.com/api/v2"),
    CHARGEBEE_WEBHOOK: incoming("Chargebee webhooks"),
  },
  credentialTypes: {
    CHARGEBEE_AUTH: {
      name: "Chargebee API key",
      summary: "An API key of one Chargebee site. A read-only key is enough for reading.",
      default: true,
      fields: {
        apiKey: secret({
          label: "Api key",
          help: "Settings > Configure Chargebee > API Keys. Test sites and live sites have different keys.",
          link: { label: "Chargebee: API keys", href: "https://www.chargebee.com/docs/api_keys.html" },
          placeholder: "test_…",
          pattern: "^[^\\s:]+$",
          patternMessage: "An API key has no spaces and no colon. Copy it again from Chargebee.",
          maxLength: 500,
        }),
        site: text({
          label: "Site",
          help: "The name before .chargebee.com in your address bar. A test site ends in \u2011test.",
          link: { label: "Chargebee: authentication", href: "https://apidocs.chargebee.com/docs/api/auth" },
          placeholder: "acme-test",
          pattern: "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
          patternMessage: "Enter only the name before .chargebee.com, such as acme-test.",
          maxLength: 63,
        }),
      },
      scopes: ["a read-only or a full-access key"],
      authorize: basic({ username: "{apiKey}", password: "" }),
      test: {
        path: "/customers?limit=1",
        say: {
          working: "Working: Chargebee answers for the site {site}.",
          wrong_key: "Chargebee refuses this key. It may be deleted, or belong to another site than {site}.",
          no_permission: "Chargebee knows this key, but it may not read customers. Use a full-access or read-only key.",
          wrong_site: "Chargebee has no site named {site}. Check the name in the address of your Chargebee.",
        },
      },
      examples: {
        fields: { apiKey: "test_0aBcD1eFgH2iJkL3mNoP4qRs", site: "acme-test" },
        refused: [
          ...[
            "https://acme-test.chargebee.com",
            "acme-test.chargebee.com",
            "acme_test",
            "-acme",
            "acme.evil",
            "acme/../x",
          ].map((site) => ({ fields: { site }, field: "site" })),
          { fields: { apiKey: "two words" }, field: "apiKey" },
          { fields: { apiKey: "key:password" }, field: "apiKey" },
        ],
        authorized: {
          url: "https://acme-test.chargebee.com/api/v2/customers?limit=1",
          headers: { authorization: "Basic dGVzdF8wYUJjRDFlRmdIMmlKa0wzbU5vUDRxUnM6" },
        },
        answers: [{ status: 404, body: { api_error_code: "site_not_found" }, verdict: "wrong_site" }],
      },
    },
    CHARGEBEE_WEBHOOK_BASIC: {
      name: "Chargebee webhook login",
      summary: "The username and the password that the webhook's settings in Chargebee hold.",
      fields: {
        username: text({
          label: "Username",
          pattern: "^[^:\\p{Cc}]+$",
          patternMessage: "A username has no colon.",
          maxLength: 200,
        }),
        password: secret({
          label: "Password",
          help: "Settings > Configure Chargebee > Webhooks > Protect with basic authentication.",
          trim: false,
        }),
      },
      incoming: {
        verification: basicAuth({ username: "{username}", password: "{password}" }),
        eventId: [{ bodyPath: "id" }],
        eventType: [{ bodyPath: "event_type" }],
        sampleBody: '{"id":"ev_{eventId}","event_type":"sample","occurred_at":{now}}',
      },
      examples: {
        fields: { username: "chargebee", password: "s3cret: with:colons" },
        webhooks: [
          {
            name: "computed",
            fields: { username: "chargebee", password: "s3cret: with:colons" },
            headers: { Authorization: "Basic Y2hhcmdlYmVlOnMzY3JldDogd2l0aDpjb2xvbnM=" },
            body: '{"id":"ev_1"}',
            bodyIsNotSigned: true,
          },
        ],
      },
    },
  },
});
