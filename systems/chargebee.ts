import { basic, defineSystem, secret, text } from "credenza/define";

const exampleKey = "test_0aBcD1eFgH2iJkL3mNoP4qRs";

export default defineSystem({
  id: "chargebee",
  name: "Chargebee",
  category: "Accounts receivables",
  color: "#d9480f",
  order: 10,
  summary: "Subscriptions, customers and invoices of your Chargebee site.",
  website: "https://www.chargebee.com",
  destinations: {
    CHARGEBEE: { name: "Chargebee", direction: "outgoing", baseUrl: "https://{site}.chargebee.com/api/v2" },
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
          help: "The name before .chargebee.com in your address bar. A test site ends in -test.",
          link: { label: "Chargebee: authentication", href: "https://apidocs.chargebee.com/docs/api/auth" },
          placeholder: "acme-test",
          pattern: "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
          patternMessage: "Enter only the name before .chargebee.com, such as acme-test.",
          maxLength: 63,
        }),
      },
      authorize: basic({ username: "{apiKey}", password: "" }),
      test: {
        method: "GET",
        path: "/customers?limit=1",
        outcomes: [
          { status: 200, verdict: "working", summary: "Working: Chargebee answers for the site {site}." },
          {
            status: 401,
            verdict: "wrong_key",
            summary: "Chargebee refuses this key. It may be deleted, or belong to another site than {site}.",
          },
          {
            status: 403,
            verdict: "no_permission",
            summary: "Chargebee knows this key, but it may not read customers. Use a full-access or read-only key.",
          },
          {
            status: 404,
            body: { path: "api_error_code", equals: "site_not_found" },
            verdict: "wrong_site",
            summary: "Chargebee has no site named {site}. Check the name in the address of your Chargebee.",
          },
          {
            status: 404,
            verdict: "wrong_site",
            summary: "Chargebee finds nothing at the site {site}. Check the name in the address of your Chargebee.",
          },
          {
            status: 429,
            verdict: "throttled",
            summary:
              "Chargebee asks for fewer requests right now, so the key could not be judged. Test again in a minute.",
          },
          {
            status: [500, 599],
            verdict: "unreachable",
            summary: "Chargebee has a fault of its own right now. Test again later.",
          },
        ],
      },
      examples: {
        fields: { apiKey: exampleKey, site: "acme-test" },
        refused: [
          { fields: { site: "https://acme-test.chargebee.com" }, field: "site" },
          { fields: { site: "acme-test.chargebee.com" }, field: "site" },
          { fields: { site: "acme_test" }, field: "site" },
          { fields: { site: "-acme" }, field: "site" },
          { fields: { site: "acme.evil" }, field: "site" },
          { fields: { site: "acme/../x" }, field: "site" },
          { fields: { apiKey: "two words" }, field: "apiKey" },
          { fields: { apiKey: "key:password" }, field: "apiKey" },
        ],
        authorized: {
          path: "/customers?limit=1",
          url: "https://acme-test.chargebee.com/api/v2/customers?limit=1",
          headers: { authorization: "Basic dGVzdF8wYUJjRDFlRmdIMmlKa0wzbU5vUDRxUnM6" },
        },
        answers: [
          { status: 200, body: { list: [] }, verdict: "working" },
          {
            status: 401,
            body: { message: "The key is invalid", api_error_code: "api_authentication_failed", http_status_code: 401 },
            verdict: "wrong_key",
          },
          {
            status: 403,
            body: { message: "Not allowed", api_error_code: "api_authorization_failed", http_status_code: 403 },
            verdict: "no_permission",
          },
          {
            status: 404,
            body: { message: "Site not found", api_error_code: "site_not_found", http_status_code: 404 },
            verdict: "wrong_site",
          },
          { status: 404, body: "<html>", verdict: "wrong_site" },
          { status: 429, body: { api_error_code: "api_request_limit_exceeded" }, verdict: "throttled" },
          { status: 503, verdict: "unreachable" },
          { status: 302, verdict: "unexpected" },
        ],
      },
    },
  },
});
