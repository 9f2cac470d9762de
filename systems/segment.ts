import { bearer, defineSystem, key, mostlyFromMemory, outgoing, select } from "credenza/define";

export default defineSystem({
  id: "segment",
  name: "Segment",
  category: "Data and analytics",
  color: "#187a4c",
  summary: "Sources, destinations and tracking plans of a Segment workspace.",
  website: "https://segment.com",
  keywords: ["Twilio Segment"],
  limits: "60 calls a minute.",
  rateLimit: { limit: "X-RateLimit-Limit", remaining: "X-RateLimit-Remaining", reset: "X-RateLimit-Reset" },
  basis: mostlyFromMemory({ readIn: ["Access of tokens (github.com/segmentio/segment-docs)"] }),
  destinations: {
    SEGMENT: outgoing("Segment", {
      field: "region",
      urls: { us: "https://api.segmentapis.com", eu: "https://eu1.api.segmentapis.com" },
    }),
  },
  credentialTypes: {
    SEGMENT_API_TOKEN: {
      name: "Segment Public API token",
      summary: "A token of one workspace. Tokens of the old Config API do not work here.",
      default: true,
      fields: {
        apiToken: key({
          label: "API token",
          help: "Settings > Workspace settings > Access Management > Tokens: choose Public API.",
          link: { label: "Segment: getting started", href: "https://docs.segmentapis.com/tag/Getting-Started" },
          recognise: [{ pattern: "^sgp_" }],
        }),
        region: select({
          label: "Region",
          help: "Of the workspace.",
          options: { us: "United States", eu: "Europe" },
          defaultValue: "us",
        }),
      },
      scopes: ["access as Workspace Owner, or as Workspace Member for what a member may do"],
      authorize: bearer({ token: "{apiToken}" }),
      test: { path: "/" },
      examples: {
        fields: { apiToken: "sgp_example", region: "us" },
        authorized: {
          url: "https://api.segmentapis.com/",
          headers: { authorization: "Bearer sgp_example" },
        },
      },
    },
  },
});
