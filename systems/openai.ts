import { bearer, defineSystem, key, outgoing, text } from "credenza/define";

export default defineSystem({
  id: "openai",
  name: "OpenAI",
  category: "AI",
  color: "#10a37f",
  summary: "Models, files and usage of an OpenAI project.",
  website: "https://platform.openai.com",
  keywords: ["GPT", "ChatGPT", "LLM"],
  limits: "By model and tier of the organization.",
  rateLimit: {
    limit: "x-ratelimit-limit-requests",
    remaining: "x-ratelimit-remaining-requests",
    reset: "x-ratelimit-reset-requests",
  },
  notes: ["A project without credit answers the test and refuses to generate, with 429 insufficient_quota."],
  basis: {
    readIn: ["A key of another organization is refused as incorrect too (help.openai.com/en/articles)"],
    unconfirmed: [
      "That refusals answer 401 was read with third parties; their code and the test call are written from general knowledge.",
    ],
  },
  destinations: {
    OPENAI: outgoing("OpenAI", "https://api.openai.com/v1"),
  },
  credentialTypes: {
    OPENAI_API_KEY: {
      name: "OpenAI API key",
      summary: "A key of one project, of a person or a service account.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Settings > API keys. OpenAI shows it once.",
          link: { label: "OpenAI: API keys", href: "https://platform.openai.com/api-keys" },
          placeholder: "sk-proj-…",
          recognise: [{ pattern: "^sk-(proj|svcacct|admin)-" }],
        }),
        organizationId: text({
          label: "Organization",
          help: "Only for a person who belongs to several: calls are counted there.",
          placeholder: "org-…",
          pattern: "^org-[A-Za-z0-9]+$",
          patternMessage: "An organization id begins with org-.",
          optional: true,
        }),
      },
      scopes: ["Models: read for the test, and the permissions of what you call"],
      authorize: bearer({ token: "{apiKey}" }),
      headers: { "OpenAI-Organization": "{organizationId}" },
      test: { path: "/models" },
      examples: {
        fields: { apiKey: "sk-proj-example", organizationId: "org-example" },
        authorized: {
          url: "https://api.openai.com/v1/models",
          headers: { authorization: "Bearer sk-proj-example", "openai-organization": "org-example" },
        },
        answers: [{ status: 401, body: { error: { code: "invalid_api_key" } }, verdict: "wrong_key" }],
      },
    },
  },
});
