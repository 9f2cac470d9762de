import { basic, defineSystem, hostLabel, key, mostlyFromMemory, outgoing, text } from "credenza/define";

export default defineSystem({
  id: "jira",
  name: "Jira",
  category: "Work and code",
  color: "#0c66e4",
  summary: "Issues, projects and users of a Jira Cloud site.",
  website: "https://www.atlassian.com/software/jira",
  keywords: ["Atlassian", "Confluence"],
  limits: "Calls a second for each endpoint, and writes to one issue; the quotas in points are not for API tokens.",
  rateLimit: { limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset" },
  notes: ["Tokens with scopes work only at api.atlassian.com and are not taken here; make one without scopes."],
  basis: mostlyFromMemory({
    readIn: [
      "Limits, and that API tokens have no quota in points (developer.atlassian.com/cloud/jira/platform/rate-limiting)",
      "Headers of the limits (jira.atlassian.com/browse/JRACLOUD-69262)",
    ],
    unconfirmed: ["That a token with scopes wants another host is general knowledge."],
  }),
  destinations: {
    JIRA: outgoing("Jira", "https://{site}.atlassian.net"),
  },
  credentialTypes: {
    JIRA_API_TOKEN: {
      name: "Atlassian API token",
      summary: "An API token of one Atlassian account. It works for Confluence on the same site too.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Account settings > Security > API tokens. Every token expires after at most a year.",
          link: { label: "Atlassian: API tokens", href: "https://id.atlassian.com/manage-profile/security/api-tokens" },
          placeholder: "ATATT3…",
          recognise: [{ pattern: "^ATATT3" }],
        }),
        email: text({
          label: "Email",
          help: "Of the account that made the token.",
          placeholder: "ada@example.com",
          pattern: "^[^\\s:@]+@[^\\s:@]+$",
          patternMessage: "Enter the email address of the Atlassian account.",
        }),
        site: hostLabel({
          label: "Site",
          help: "The name before .atlassian.net.",
          placeholder: "acme",
          patternMessage: "Enter only the name before .atlassian.net, such as acme.",
        }),
      },
      scopes: ["a token without scopes, which may do what its person may"],
      authorize: basic({ username: "{email}", password: "{apiToken}" }),
      test: { path: "/rest/api/3/myself" },
      examples: {
        fields: { apiToken: "ATATT3example", email: "ada@example.com", site: "acme" },
        refused: [{ fields: { site: "acme.atlassian.net" }, field: "site" }],
        authorized: {
          url: "https://acme.atlassian.net/rest/api/3/myself",
          headers: { authorization: "Basic YWRhQGV4YW1wbGUuY29tOkFUQVRUM2V4YW1wbGU=" },
        },
      },
    },
  },
});
