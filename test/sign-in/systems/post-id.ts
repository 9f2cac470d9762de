import { clientId, clientSecret, defineSystem, oauthClientCredentials, printable } from "credenza/define";

/** The same provider for clients that show themselves in the body (RFC 6749 section 2.3.1). */
export default defineSystem({
  id: "post-id",
  name: "Example Post",
  category: "Other",
  color: "#224466",
  summary: "An OAuth server.",
  destinations: { POST_ID: { name: "Example Post", direction: "outgoing", baseUrl: "https://id.example.com" } },
  credentialTypes: {
    POST_CLIENT: {
      name: "Example client",
      summary: "A client id and secret.",
      fields: { clientId: clientId(printable), clientSecret: clientSecret() },
      authorize: oauthClientCredentials({ tokenUrl: "/token", clientAuthentication: "body" }),
      examples: { fields: { clientId: "client-id-example", clientSecret: "client-secret-example" } },
    },
  },
});
