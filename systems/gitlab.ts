import { defineSystem, header, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "gitlab",
  name: "GitLab",
  category: "Work and code",
  color: "#e24329",
  summary: "Projects, issues and pipelines on GitLab.com.",
  website: "https://gitlab.com",
  limits: "2,000 calls a minute for each user of GitLab.com.",
  rateLimit: { limit: "RateLimit-Limit", remaining: "RateLimit-Remaining", reset: "RateLimit-Reset" },
  notes: ["A GitLab that you host yourself is reached with the destination Any API and the header PRIVATE-TOKEN."],
  basis: mostlyFromMemory({
    readIn: [
      "The limit (about.gitlab.com/blog/2020/12/17/automation-check-in-and-rate-limit-changes-on-gitlab-dot-com)",
    ],
  }),
  destinations: {
    GITLAB: outgoing("GitLab", "https://gitlab.com/api/v4"),
  },
  credentialTypes: {
    GITLAB_TOKEN: {
      name: "GitLab access token",
      summary: "A token of a person, a project or a group. It expires after at most a year.",
      default: true,
      fields: {
        token: key({
          label: "Access token",
          help: "Preferences > Access tokens. GitLab shows it once.",
          link: { label: "GitLab: access tokens", href: "https://gitlab.com/-/user_settings/personal_access_tokens" },
          placeholder: "glpat-…",
          recognise: [{ pattern: "^glpat-" }],
        }),
      },
      scopes: ["read_api for reading, api for writing"],
      authorize: header({ name: "PRIVATE-TOKEN", value: "{token}" }),
      test: { path: "/user" },
      examples: {
        fields: { token: "glpat-example" },
        authorized: {
          url: "https://gitlab.com/api/v4/user",
          headers: { "private-token": "glpat-example" },
        },
        answers: [{ status: 403, body: { error: "insufficient_scope" }, verdict: "no_permission" }],
      },
    },
  },
});
