import { bearer, defineSystem, fromMemory, key, outgoing } from "credenza/define";

export default defineSystem({
  id: "resend",
  name: "Resend",
  category: "Messaging",
  color: "#212529",
  summary: "Sending of mail, domains and audiences of Resend.",
  website: "https://resend.com",
  keywords: ["mail"],
  limits: "2 calls a second unless the plan has more.",
  rateLimit: { limit: "ratelimit-limit", remaining: "ratelimit-remaining", reset: "ratelimit-reset" },
  notes: ["A key that may only send is refused by the test with restricted_api_key, and counts as working."],
  basis: fromMemory,
  destinations: {
    RESEND: outgoing("Resend", "https://api.resend.com"),
  },
  credentialTypes: {
    RESEND_API_KEY: {
      name: "Resend API key",
      summary: "A key with full access, or one that may only send.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "API Keys > Create API key. Resend shows it once.",
          link: { label: "Resend: API keys", href: "https://resend.com/api-keys" },
          placeholder: "re_…",
          recognise: [{ pattern: "^re_[A-Za-z0-9]" }],
        }),
      },
      scopes: ["Sending access for sending"],
      authorize: bearer({ token: "{apiKey}" }),
      test: {
        path: "/domains",
        outcomes: [
          {
            status: 401,
            body: { path: "name", equals: "restricted_api_key" },
            verdict: "working",
            summary: "Working: Resend knows this API key. It may send mail, and nothing else.",
          },
          { status: [400, 403], body: { path: "message", equals: "API key is invalid" }, verdict: "wrong_key" },
        ],
      },
      examples: {
        fields: { apiKey: "re_example" },
        authorized: {
          url: "https://api.resend.com/domains",
          headers: { authorization: "Bearer re_example" },
        },
        answers: [
          { status: 401, body: { name: "restricted_api_key" }, verdict: "working" },
          { status: 401, body: { name: "missing_api_key" }, verdict: "wrong_key" },
          { status: 400, body: { name: "validation_error", message: "API key is invalid" }, verdict: "wrong_key" },
          { status: 403, body: { name: "forbidden" }, verdict: "no_permission" },
        ],
      },
    },
  },
});
