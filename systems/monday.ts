import { defineSystem, header, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "monday",
  name: "monday.com",
  category: "Work and code",
  color: "#6161ff",
  summary: "Boards, items and users of monday.com, over GraphQL.",
  website: "https://monday.com",
  limits: "By the complexity of queries in a minute, and 200 to 25,000 calls a day by plan.",
  notes: ["monday.com answers some refusals with 200 and errors in the body, which the test reads."],
  basis: mostlyFromMemory({
    readIn: [
      "Permissions of tokens (developer.monday.com/api-reference/docs/authentication)",
      "Limits (support.monday.com/hc/en-us/articles/26471164460690-API-Rate-Limits)",
    ],
  }),
  destinations: {
    MONDAY: outgoing("monday.com", "https://api.monday.com/v2"),
  },
  credentialTypes: {
    MONDAY_API_TOKEN: {
      name: "monday.com API token",
      summary: "The personal API token of one user; it may do what the user may.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Your picture > Developers > API token.",
          link: {
            label: "monday.com: authentication",
            href: "https://developer.monday.com/api-reference/docs/authentication",
          },
        }),
      },
      scopes: { nothingToChoose: "the token may do what its person may" },
      authorize: header({ name: "Authorization", value: "{apiToken}" }),
      test: { path: "", json: { query: "{ me { id } }" }, success: { path: "data.me.id", exists: true } },
      examples: {
        fields: { apiToken: "eyJhbGciOiJIUzI1NiJ9.example" },
        authorized: {
          url: "https://api.monday.com/v2",
          headers: { authorization: "eyJhbGciOiJIUzI1NiJ9.example" },
        },
        answers: [
          { status: 200, body: { data: { me: { id: "1" } } }, verdict: "working" },
          { status: 200, body: { errors: [{ message: "Cannot query field" }] }, verdict: "unexpected" },
          { status: 401, body: { errors: ["Not Authenticated"] }, verdict: "wrong_key" },
        ],
      },
    },
  },
});
