import { basic, defineSystem, hostLabel, key, mostlyFromMemory, outgoing } from "credenza/define";

export default defineSystem({
  id: "mailchimp",
  name: "Mailchimp",
  category: "Messaging",
  color: "#e0a800",
  summary: "Audiences, campaigns and reports of Mailchimp.",
  website: "https://mailchimp.com",
  keywords: ["mail", "marketing"],
  limits: "10 calls at the same time.",
  basis: mostlyFromMemory({
    readIn: ["What a key may do (mailchimp.com/help/about-api-keys)"],
    unconfirmed: ["The limit is written from general knowledge."],
  }),
  destinations: {
    MAILCHIMP: outgoing("Mailchimp", "https://{server}.api.mailchimp.com/3.0"),
  },
  credentialTypes: {
    MAILCHIMP_API_KEY: {
      name: "Mailchimp API key",
      summary: "A Marketing API key of the account.",
      default: true,
      fields: {
        apiKey: key({
          label: "API key",
          help: "Profile > Extras > API keys. It ends with a hyphen and the server, such as -us12.",
          link: { label: "Mailchimp: API keys", href: "https://admin.mailchimp.com/account/api/" },
          recognise: [{ pattern: "^[0-9a-f]{32}-[a-z]{2}\\d{1,2}$" }],
        }),
        server: hostLabel({
          label: "Server",
          help: "The end of the key: us12 for a key that ends with -us12.",
          placeholder: "us12",
          pattern: "^[a-z]{2}\\d{1,2}$",
          patternMessage: "Enter the end of the key, such as us12.",
        }),
      },
      scopes: { nothingToChoose: "a key grants full access to the account" },
      authorize: basic({ username: "credenza", password: "{apiKey}" }),
      test: { path: "/ping" },
      examples: {
        fields: { apiKey: "00000000000000000000000000000000-us12", server: "us12" },
        refused: [{ fields: { server: "us12.evil" }, field: "server" }],
        authorized: {
          url: "https://us12.api.mailchimp.com/3.0/ping",
          headers: { authorization: "Basic Y3JlZGVuemE6MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAtdXMxMg==" },
        },
      },
    },
  },
});
