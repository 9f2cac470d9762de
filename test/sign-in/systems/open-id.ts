import { appOf, defineSystem, exampleAppId, oauthApp, oauthCode } from "credenza/define";

/** An OpenID provider as a private system, for tests of the sign-in: it names its issuer and always sends it. */
export default defineSystem({
  id: "open-id",
  name: "Example ID",
  category: "Other",
  color: "#224466",
  summary: "An OpenID provider.",
  destinations: { OPEN_ID: { name: "Example ID", direction: "outgoing", baseUrl: "https://id.example.com" } },
  credentialTypes: {
    OAUTH_CODE: {
      name: "Example ID sign-in",
      summary: "Sign in at the provider.",
      fields: { appId: appOf("OPEN_ID_APP") },
      authorize: oauthCode({
        app: "OPEN_ID_APP",
        authorizeUrl: "https://id.example.com/auth",
        tokenUrl: "https://id.example.com/token",
        revoke: { url: "https://id.example.com/token/revocation" },
        issuer: "https://id.example.com",
        issuerIsSent: true,
        clientAuthentication: "basicFormEncoded",
        scopes: ["openid", "offline_access"],
        authorizeParameters: { prompt: "consent" },
      }),
      test: { path: "/me" },
      examples: { fields: { appId: exampleAppId } },
    },
    OPEN_ID_APP: oauthApp("Example ID", {
      where: "The provider's clients.",
      link: { label: "Clients", href: "https://id.example.com/clients" },
    }),
  },
});
