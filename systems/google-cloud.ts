import { defineSystem, examplePrivateKey, jwtBearer, outgoing, privateKeyPem, text } from "credenza/define";

export default defineSystem({
  id: "google-cloud",
  name: "Google Cloud",
  category: "Marketplaces and cloud",
  color: "#4285f4",
  order: 30,
  summary: "Google Cloud APIs as a service account.",
  website: "https://cloud.google.com",
  keywords: ["GCP"],
  limits: "A quota of each API, for each project and minute.",
  notes: ["The token address of an uploaded key file is not followed: tokens come from oauth2.googleapis.com only."],
  basis: {
    comparedWith: ["google-auth-library"],
    readIn: ["Quotas for each project (docs.cloud.google.com/docs/quotas)"],
    unconfirmed: [
      "The bodies of refusals are not confirmed.",
      "Our assertion names its id (jti) beside what Google's client sends.",
    ],
  },
  destinations: {
    GOOGLE_CLOUD: outgoing("Google Cloud", "https://cloudresourcemanager.googleapis.com", {
      hosts: [
        "storage.googleapis.com",
        "bigquery.googleapis.com",
        "pubsub.googleapis.com",
        "sheets.googleapis.com",
        "cloudcommerceprocurement.googleapis.com",
        "servicecontrol.googleapis.com",
      ],
      description: "Other Google Cloud APIs by a full URL on their own host.",
    }),
  },
  credentialTypes: {
    GOOGLE_SERVICE_ACCOUNT: {
      name: "Google service account",
      summary: "The key of a service account. Its values stand in the JSON file that Google gives.",
      default: true,
      keyName: "key",
      fields: {
        clientEmail: text({
          label: "Service account email",
          help: "client_email in the JSON file.",
          pattern: "^[a-z0-9-]+@[a-z0-9.-]+\\.gserviceaccount\\.com$",
          patternMessage: "It ends in .gserviceaccount.com.",
        }),
        projectId: text({
          label: "Project ID",
          help: "project_id in the JSON file.",
          pattern: "^[a-z][a-z0-9-]{4,29}$",
        }),
        keyId: text({ label: "Key ID", help: "private_key_id in the JSON file.", pattern: "^[0-9a-f]{20,64}$" }),
        privateKey: privateKeyPem({ help: "private_key in the JSON file, from BEGIN to END." }),
        scope: text({
          label: "Scope",
          defaultValue: "https://www.googleapis.com/auth/cloud-platform",
          pattern: "^https://www\\.googleapis\\.com/auth/\\S+( https://www\\.googleapis\\.com/auth/\\S+)*$",
        }),
      },
      scopes: ["resourcemanager.projects.get on the project for the test, and the roles of what you call"],
      authorize: jwtBearer({
        tokenUrl: "https://oauth2.googleapis.com/token",
        clientAuthentication: "grant",
        clientId: "{clientEmail}",
        assertion: {
          privateKey: "{privateKey}",
          algorithm: "RS256",
          keyId: "{keyId}",
          issuer: "{clientEmail}",
          subject: null,
          claims: { scope: "{scope}" },
          lifetimeSeconds: 3600,
        },
      }),
      test: { path: "/v1/projects/{projectId}" },
      examples: {
        fields: {
          clientEmail: "robot@acme-prod.iam.gserviceaccount.com",
          projectId: "acme-prod",
          keyId: "0123456789abcdef0123456789abcdef01234567",
          privateKey: examplePrivateKey,
        },
        refused: [{ fields: { clientEmail: "robot@evil.test" }, field: "clientEmail" }],
      },
    },
  },
});
