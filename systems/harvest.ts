import { bearer, defineSystem, key, mostlyFromMemory, outgoing, text } from "credenza/define";

export default defineSystem({
  id: "harvest",
  name: "Harvest",
  category: "Work and code",
  color: "#c2570c",
  summary: "Time entries, projects and invoices of a Harvest account.",
  website: "https://www.getharvest.com",
  limits: "100 calls in 15 seconds; 100 in 15 minutes for reports.",
  notes: ["Harvest refuses calls without a User-Agent; Credenza names itself where the caller gives none."],
  basis: mostlyFromMemory({
    readIn: [
      "That a call acts as a person, and 100 calls in 15 seconds, of version 1 (help.getharvest.com/api-v1/introduction/overview/introduction)",
    ],
  }),
  destinations: {
    HARVEST: outgoing("Harvest", "https://api.harvestapp.com/v2"),
  },
  credentialTypes: {
    HARVEST_TOKEN: {
      name: "Harvest personal access token",
      summary: "A token of one person, and the account that calls go to.",
      default: true,
      fields: {
        token: key({
          label: "Access token",
          help: "Harvest ID > Developers > Personal access tokens.",
          link: { label: "Harvest: developers", href: "https://id.getharvest.com/developers" },
        }),
        accountId: text({
          label: "Account id",
          help: "Beside the token. It travels in Harvest-Account-Id.",
          pattern: "^\\d{1,12}$",
          patternMessage: "An account id is a number.",
        }),
      },
      scopes: { nothingToChoose: "the token may do what its person may" },
      authorize: bearer({ token: "{token}" }),
      headers: { "Harvest-Account-Id": "{accountId}", "User-Agent": "Credenza" },
      test: { path: "/users/me" },
      examples: {
        fields: { token: "1200000.pt.example", accountId: "123456" },
        refused: [{ fields: { accountId: "acme" }, field: "accountId" }],
        authorized: {
          url: "https://api.harvestapp.com/v2/users/me",
          headers: {
            authorization: "Bearer 1200000.pt.example",
            "harvest-account-id": "123456",
            "user-agent": "Credenza",
          },
        },
      },
    },
  },
});
