import { bearer, defineSystem, hmacWebhook, incoming, key, outgoing } from "credenza/define";

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
  basis: {
    comparedWith: ["@octokit/webhooks-methods", "the published webhook example"],
    readIn: ["401 for a bad token, 403 or 404 for one without the permission (docs.github.com/rest/authentication)"],
    unconfirmed: [
      "GitHub signs no time and not its delivery id: the same body with another delivery id counts as another event.",
    ],
  },
  destinations: {
    GITHUB: outgoing("GitHub", "https://api.github.com", { hosts: ["uploads.github.com"] }),
    GITHUB_WEBHOOK: incoming("GitHub webhooks"),
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
    GITHUB_WEBHOOK_SECRET: hmacWebhook({
      name: "GitHub webhook secret",
      summary: "The secret of a webhook of a repository, an organization or an app.",
      secret: { label: "Secret", help: "Settings > Webhooks > the webhook > Secret; content type application/json." },
      encoding: "hex",
      header: { header: "X-Hub-Signature-256", format: "plain", prefix: "sha256=" },
      eventId: [{ header: "X-GitHub-Delivery" }],
      eventType: [{ header: "X-GitHub-Event" }],
      sampleBody: '{"zen":"Sample","hook_id":1}',
      examples: [
        {
          name: "published in the documentation",
          secret: "It's a Secret to Everybody",
          signature: "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
          body: "Hello, World!",
        },
        {
          name: "of the vendor's own tests",
          secret: "mysecret",
          signature: "sha256=e3eccac34c43c7dc1cbb905488b1b81347fcc700a7b025697a9d07862256023f",
          body: '{\n  "foo": "bar"\n}\n',
        },
      ],
    }),
  },
});
