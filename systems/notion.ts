import { bearer, defineSystem, key, outgoing } from "credenza/define";

export default defineSystem({
  id: "notion",
  name: "Notion",
  category: "Work and code",
  color: "#37352f",
  summary: "Pages, databases and users of a Notion workspace.",
  website: "https://www.notion.so",
  limits: "About 3 calls a second on average.",
  notes: ["Notion-Version 2022-06-28 is sent unless the caller gives another."],
  basis: {
    readIn: ["The bot's own user as test, and the version header (developers.notion.com/reference)"],
    unconfirmed: [
      "The refusals 401 unauthorized and 403 restricted_resource were read in a translation of Notion's pages.",
    ],
  },
  destinations: {
    NOTION: outgoing("Notion", "https://api.notion.com/v1"),
  },
  credentialTypes: {
    NOTION_TOKEN: {
      name: "Notion integration secret",
      summary: "The secret of an internal integration. It sees only pages that are shared with the integration.",
      default: true,
      fields: {
        token: key({
          label: "Integration secret",
          help: "Your integrations > the integration > Configuration > Internal integration secret.",
          link: { label: "Notion: integrations", href: "https://www.notion.so/profile/integrations" },
          placeholder: "ntn_…",
          recognise: [{ pattern: "^ntn_" }],
        }),
      },
      scopes: ["the capability Read content, and Insert or Update content for changes"],
      authorize: bearer({ token: "{token}" }),
      headers: { "Notion-Version": "2022-06-28" },
      test: { path: "/users/me" },
      examples: {
        fields: { token: "ntn_example" },
        authorized: {
          url: "https://api.notion.com/v1/users/me",
          headers: { authorization: "Bearer ntn_example", "notion-version": "2022-06-28" },
        },
        answers: [{ status: 401, body: { object: "error", status: 401, code: "unauthorized" }, verdict: "wrong_key" }],
      },
    },
  },
});
