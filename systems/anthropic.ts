import { defineSystem, header, key, outgoing } from "credenza/define";

export default defineSystem({
  id: "anthropic",
  name: "Anthropic",
  category: "AI",
  color: "#b8623f",
  summary: "Models and messages of an Anthropic workspace.",
  website: "https://www.anthropic.com",
  keywords: ["Claude", "LLM"],
  limits: "By model and tier of the organization.",
  rateLimit: {
    limit: "anthropic-ratelimit-requests-limit",
    remaining: "anthropic-ratelimit-requests-remaining",
    reset: "anthropic-ratelimit-requests-reset",
  },
  basis: {
    readIn: ["The key in x-api-key, the version header and the list of models (docs.anthropic.com/en/api)"],
    unconfirmed: [
      "That a refused key answers 401 authentication_error was read with third parties.",
      "That keys have no permissions to choose is general knowledge.",
    ],
  },
  destinations: {
    ANTHROPIC: outgoing("Anthropic", "https://api.anthropic.com"),
  },
  credentialTypes: {
    ANTHROPIC_API_KEY: {
      name: "Anthropic API key",
      summary: "A key of one workspace.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Settings > API keys. It is shown once.",
          link: { label: "Anthropic: API keys", href: "https://console.anthropic.com/settings/keys" },
          placeholder: "sk-ant-…",
          recognise: [{ pattern: "^sk-ant-" }],
        }),
      },
      scopes: { nothingToChoose: "every key of a workspace may call its models" },
      authorize: header({ name: "x-api-key", value: "{apiKey}" }),
      headers: { "anthropic-version": "2023-06-01" },
      test: { path: "/v1/models?limit=1" },
      examples: {
        fields: { apiKey: "sk-ant-example" },
        authorized: {
          url: "https://api.anthropic.com/v1/models?limit=1",
          headers: { "x-api-key": "sk-ant-example", "anthropic-version": "2023-06-01" },
        },
        answers: [
          { status: 401, body: { type: "error", error: { type: "authentication_error" } }, verdict: "wrong_key" },
        ],
      },
    },
  },
});
