import { defineSystem, fromMemory, header, key, outgoing } from "credenza/define";

export default defineSystem({
  id: "linear",
  name: "Linear",
  category: "Work and code",
  color: "#5e6ad2",
  summary: "Issues, projects and customers of a Linear workspace, over GraphQL.",
  website: "https://linear.app",
  limits: "A few thousand calls an hour for each user, by the complexity of the query.",
  rateLimit: {
    limit: "X-RateLimit-Requests-Limit",
    remaining: "X-RateLimit-Requests-Remaining",
    reset: "X-RateLimit-Requests-Reset",
  },
  notes: ["Linear answers some refusals with 200 or 400 and an error code in the body, which the test reads."],
  basis: fromMemory,
  destinations: {
    LINEAR: outgoing("Linear", "https://api.linear.app"),
  },
  credentialTypes: {
    LINEAR_API_KEY: {
      name: "Linear API key",
      summary: "A personal API key of one user of the workspace.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Settings > Account > Security & access > Personal API keys. Linear shows it once.",
          link: { label: "Linear: API keys", href: "https://linear.app/settings/account/security" },
          placeholder: "lin_api_…",
          recognise: [{ pattern: "^lin_api_" }],
        }),
      },
      scopes: ["the permission Read, and Write for changes"],
      authorize: header({ name: "Authorization", value: "{apiKey}" }),
      test: {
        path: "/graphql",
        json: { query: "{ viewer { id } }" },
        success: { path: "data.viewer.id", exists: true },
        outcomes: [
          {
            status: [200, 400],
            body: { path: "errors.0.extensions.code", equals: "AUTHENTICATION_ERROR" },
            verdict: "wrong_key",
          },
          {
            status: [200, 400],
            body: { path: "errors.0.extensions.code", equals: "RATELIMITED" },
            verdict: "throttled",
          },
        ],
      },
      examples: {
        fields: { apiKey: "lin_api_example" },
        authorized: {
          url: "https://api.linear.app/graphql",
          headers: { authorization: "lin_api_example" },
        },
        answers: [
          { status: 200, body: { data: { viewer: { id: "8f1c" } } }, verdict: "working" },
          { status: 400, body: { errors: [{ extensions: { code: "AUTHENTICATION_ERROR" } }] }, verdict: "wrong_key" },
          { status: 400, body: { errors: [{ extensions: { code: "RATELIMITED" } }] }, verdict: "throttled" },
          { status: 200, body: { errors: [{ message: "Unknown field" }] }, verdict: "unexpected" },
        ],
      },
    },
  },
});
