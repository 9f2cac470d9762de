import {
  defineSystem,
  examplePrivateKey,
  hmacWebhook,
  incoming,
  jwtBearer,
  outgoing,
  privateKeyPem,
  sandbox,
  text,
} from "credenza/define";

const uuid = (label: string, help: string) =>
  text({ label, help, pattern: "^[0-9a-fA-F-]{36}$", patternMessage: `${label}: copy the UUID from DocuSign.` });
const fields = {
  clientId: uuid("Integration key", "Settings > Apps and Keys > the app."),
  userId: uuid("User ID", "Settings > Apps and Keys > My Account Information."),
  privateKey: privateKeyPem({ help: "Settings > Apps and Keys > the app > RSA key pair. Shown once." }),
};
const authorize = (host: string) =>
  jwtBearer({
    tokenUrl: `https://${host}/oauth/token`,
    clientAuthentication: "grant",
    assertion: {
      privateKey: "{privateKey}",
      algorithm: "RS256",
      subject: "{userId}",
      audience: host,
      claims: { scope: "signature impersonation" },
      lifetimeSeconds: 3600,
    },
    failures: [{ body: { path: "error", equals: "consent_required" }, means: "no_permission" }],
  });
const example = {
  clientId: "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0001",
  userId: "7d2cbb5e-6c1e-4a4e-9d51-3a1f2f1c0002",
  privateKey: examplePrivateKey,
};
const type = (host: string, destination: string) => ({
  name: "DocuSign JWT grant",
  summary: "An app that acts for one user, who gave it consent once.",
  keyName: "key",
  default: true,
  destinations: [destination],
  fields,
  scopes: ["signature", "impersonation"],
  authorize: authorize(host),
  test: { path: `https://${host}/oauth/userinfo` },
  examples: { fields: example, refused: [{ fields: { userId: "someone" }, field: "userId" }] },
});

export default defineSystem({
  id: "docusign",
  name: "DocuSign",
  category: "Documents",
  color: "#4c00ff",
  order: 20,
  summary: "Envelopes and documents of a DocuSign account.",
  website: "https://www.docusign.com",
  limits: "3,000 calls an hour for each account.",
  notes: [
    "The user gives consent once, in the browser, at the app's consent address.",
    "The account's own host stands in the answer of the test call; name it in full URLs.",
  ],
  basis: {
    readIn: [
      "Hosts of the sign-in, the bare host as audience, and the scopes of the JWT (docs.docusign.com/esign/guide/authentication)",
    ],
    unconfirmed: [
      "DocuSign publishes no example of a signature; the one in the tests is computed by its rule.",
      "The number of signature headers, and that a retry keeps its body, are not confirmed.",
    ],
  },
  destinations: {
    DOCUSIGN: outgoing("DocuSign", "https://www.docusign.net/restapi", {
      hosts: ["account.docusign.com", "na2.docusign.net", "na3.docusign.net", "na4.docusign.net", "eu.docusign.net"],
    }),
    DOCUSIGN_DEMO: sandbox("DocuSign demo", "https://demo.docusign.net/restapi", { hosts: ["account-d.docusign.com"] }),
    DOCUSIGN_CONNECT: incoming("DocuSign Connect"),
  },
  credentialTypes: {
    DOCUSIGN_JWT: type("account.docusign.com", "DOCUSIGN"),
    DOCUSIGN_DEMO_JWT: type("account-d.docusign.com", "DOCUSIGN_DEMO"),
    DOCUSIGN_CONNECT_KEY: hmacWebhook({
      name: "DocuSign Connect HMAC key",
      summary: "Signs what Connect sends; each active key of the account makes a signature of its own.",
      secret: { label: "HMAC key", help: "Admin > Connect > Connect keys." },
      encoding: "base64",
      header: {
        header: "X-DocuSign-Signature-1",
        otherHeaders: [
          "X-DocuSign-Signature-2",
          "X-DocuSign-Signature-3",
          "X-DocuSign-Signature-4",
          "X-DocuSign-Signature-5",
          "X-DocuSign-Signature-6",
          "X-DocuSign-Signature-7",
          "X-DocuSign-Signature-8",
          "X-DocuSign-Signature-9",
          "X-DocuSign-Signature-10",
        ],
        format: "plain",
      },
      eventType: [{ bodyPath: "event" }],
      sampleBody: '{"event":"sample","data":{"envelopeId":"{eventId}"}}',
      examples: [{ signature: "y0M2fPyVPOHm4abNLDv0tzGPljz7n5J8Q1HyXFdxv9I=" }],
    }),
  },
});
