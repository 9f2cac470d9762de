import { basic, defineSystem, key, mostlyFromMemory, outgoing, select, text } from "credenza/define";

export default defineSystem({
  id: "mixpanel",
  name: "Mixpanel",
  category: "Data and analytics",
  color: "#7856ff",
  summary: "Events, profiles and reports of Mixpanel projects.",
  website: "https://mixpanel.com",
  limits: "For each project, 60 queries an hour and 5 at a time; about 30,000 events a second.",
  basis: mostlyFromMemory({
    readIn: ["Limits (docs.mixpanel.com/reference/rate-limits)"],
    unconfirmed: ["The roles are written from general knowledge."],
  }),
  destinations: {
    MIXPANEL: outgoing(
      "Mixpanel",
      {
        field: "region",
        urls: { us: "https://mixpanel.com", eu: "https://eu.mixpanel.com", in: "https://in.mixpanel.com" },
      },
      {
        hosts: [
          "api.mixpanel.com",
          "api-eu.mixpanel.com",
          "api-in.mixpanel.com",
          "data.mixpanel.com",
          "data-eu.mixpanel.com",
          "data-in.mixpanel.com",
        ],
        description: "Queries by path; imports and exports by a full URL on the api and data hosts.",
      },
    ),
  },
  credentialTypes: {
    MIXPANEL_SERVICE_ACCOUNT: {
      name: "Mixpanel service account",
      summary: "A service account with a role in each project.",
      default: true,
      fields: {
        username: text({
          label: "Username",
          help: "Organization settings > Service accounts.",
          link: {
            label: "Mixpanel: service accounts",
            href: "https://developer.mixpanel.com/reference/service-accounts",
          },
          placeholder: "acme.1a2b3c.mp-service-account",
          pattern: "^[^:\\s]+$",
          patternMessage: "A username has no spaces and no colon.",
        }),
        secret: key({ label: "Secret", help: "Mixpanel shows it once, when the service account is made." }),
        region: select({
          label: "Data residency",
          help: "Organization settings > Overview.",
          options: { us: "United States", eu: "Europe", in: "India" },
          defaultValue: "us",
        }),
      },
      scopes: ["a role in the project, Consumer for reading; any for the test"],
      authorize: basic({ username: "{username}", password: "{secret}" }),
      test: { path: "/api/app/me" },
      examples: {
        fields: { username: "acme.1a2b3c.mp-service-account", secret: "exampleexample", region: "eu" },
        refused: [{ fields: { username: "a:b" }, field: "username" }],
        authorized: {
          url: "https://eu.mixpanel.com/api/app/me",
          headers: { authorization: "Basic YWNtZS4xYTJiM2MubXAtc2VydmljZS1hY2NvdW50OmV4YW1wbGVleGFtcGxl" },
        },
      },
    },
  },
});
