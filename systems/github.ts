import { bearer, defineSystem, key } from "credenza/define";

export default defineSystem({
  id: "github",
  name: "GitHub",
  category: "Work and code",
  color: "#24292f",
  summary: "Repositories, issues and organizations on GitHub.",
  website: "https://github.com",
  limits: "5,000 calls an hour for each user.",
  rateLimit: { limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset" },
  notes: [
    "GitHub refuses calls without a User-Agent; the caller's is passed on, and Credenza names itself where there is none.",
  ],
  destinations: {
    GITHUB: { name: "GitHub", direction: "outgoing", baseUrl: "https://api.github.com", hosts: ["uploads.github.com"] },
  },
  credentialTypes: {
    GITHUB_TOKEN: {
      name: "GitHub personal access token",
      summary: "A fine-grained or classic token of one user.",
      default: true,
      fields: {
        token: key({
          label: "Access token",
          help: "Settings > Developer settings > Personal access tokens. A fine-grained one names its repositories.",
          link: { label: "GitHub: tokens", href: "https://github.com/settings/personal-access-tokens" },
          placeholder: "github_pat_…",
          recognise: [{ pattern: "^(github_pat|gh[pousr])_" }],
        }),
      },
      scopes: ["the repository permissions of what you call; none for the test"],
      authorize: bearer({ token: "{token}" }),
      headers: {
        Accept: "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        "User-Agent": "Credenza",
      },
      test: {
        path: "/user",
        outcomes: [{ status: 403, body: { includes: "rate limit" }, verdict: "throttled" }],
      },
      examples: {
        fields: { token: "github_pat_example" },
        authorized: {
          path: "/user",
          url: "https://api.github.com/user",
          headers: { authorization: "Bearer github_pat_example", "x-github-api-version": "2022-11-28" },
        },
        answers: [
          { status: 403, body: { message: "API rate limit exceeded for user ID 1." }, verdict: "throttled" },
          {
            status: 403,
            body: { message: "Resource not accessible by personal access token" },
            verdict: "no_permission",
          },
          { status: 401, body: { message: "Bad credentials", status: "401" }, verdict: "wrong_key" },
        ],
      },
    },
  },
});
