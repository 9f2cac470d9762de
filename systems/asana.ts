import { bearer, defineSystem, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "asana",
  name: "Asana",
  category: "Work and code",
  color: "#d9455f",
  summary: "Tasks, projects and users of Asana.",
  website: "https://asana.com",
  limits: "150 calls a minute on the free plan, 1,500 on the others.",
  basis: mostlyFromMemory({
    unconfirmed: ["Permissions and limits were read with third parties."],
  }),
  destinations: {
    ASANA: outgoing("Asana", "https://app.asana.com/api/1.0"),
  },
  credentialTypes: {
    ASANA_TOKEN: {
      name: "Asana personal access token",
      summary: "A token of one person, or of a service account.",
      default: true,
      fields: {
        token: key({
          label: "Access token",
          help: "Developer console > Personal access tokens. Asana shows it once.",
          link: { label: "Asana developer console", href: "https://app.asana.com/0/my-apps" },
          recognise: [{ pattern: "^[0-2]/\\d{6,}" }],
        }),
      },
      scopes: { nothingToChoose: "the token may do what its person may" },
      authorize: bearer({ token: "{token}" }),
      test: { path: "/users/me" },
      examples: {
        fields: { token: "2/1200000000000000/example" },
        authorized: {
          url: "https://app.asana.com/api/1.0/users/me",
          headers: { authorization: "Bearer 2/1200000000000000/example" },
        },
        answers: [{ status: 401, body: { errors: [{ message: "Not Authorized" }] }, verdict: "wrong_key" }],
      },
    },
  },
});
