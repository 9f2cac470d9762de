import {
  bearer,
  clientId,
  clientSecret,
  defineSystem,
  key,
  oauthClientCredentials,
  outgoing,
  url,
} from "credenza/define";

const workspaceUrl = url({
  label: "Workspace URL",
  help: "The address of your Databricks, without what follows the host.",
  placeholder: "https://dbc-1234-abcd.cloud.databricks.com",
  pattern: "^https://[a-z0-9.-]+\\.(cloud\\.databricks\\.com|azuredatabricks\\.net|gcp\\.databricks\\.com)/?$",
  patternMessage: "A workspace URL ends in .cloud.databricks.com, .azuredatabricks.net or .gcp.databricks.com.",
});
const test = { path: "/api/2.0/preview/scim/v2/Me" };
const where = "Settings > Identity and access > Service principals > the principal > Secrets.";
const base = "https://dbc-1234-abcd.cloud.databricks.com";

export default defineSystem({
  id: "databricks",
  name: "Databricks",
  category: "Data and analytics",
  color: "#ff3621",
  summary: "Jobs, SQL warehouses and tables of a Databricks workspace.",
  website: "https://www.databricks.com",
  limits: "For each API and workspace, as Databricks lists them among its resource limits.",
  basis: {
    readIn: [
      "That the list of resource limits holds the rates of calls (learn.microsoft.com/en-us/azure/databricks/reference/scim-2-1)",
    ],
    unconfirmed: [
      "The test call, its refusals and the life of a token are written from general knowledge.",
      "Permissions are written from general knowledge.",
    ],
  },
  destinations: { DATABRICKS: outgoing("Databricks", "{workspaceUrl}") },
  credentialTypes: {
    DATABRICKS_M2M: {
      name: "Databricks service principal",
      summary: "The OAuth secret of a service principal. Tokens last an hour and are renewed.",
      default: true,
      keyName: "client",
      fields: {
        workspaceUrl,
        clientId: clientId({ help: where }),
        clientSecret: clientSecret({ label: "Secret", help: where }),
      },
      scopes: ["access to the workspace, and permissions on what you call"],
      authorize: oauthClientCredentials({ tokenUrl: "/oidc/v1/token", scope: "all-apis" }),
      test,
      examples: {
        fields: { workspaceUrl: base, clientId: "client-id-example", clientSecret: "client-secret-example" },
        refused: [{ fields: { workspaceUrl: "https://databricks.com.evil.test" }, field: "workspaceUrl" }],
      },
    },
    DATABRICKS_TOKEN: {
      name: "Databricks access token",
      summary: "A personal access token.",
      fields: {
        workspaceUrl,
        token: key({
          label: "Access token",
          help: "Settings > Developer > Access tokens.",
          placeholder: "dapi…",
          recognise: [{ pattern: "^dapi[0-9a-f]{32}" }],
        }),
      },
      scopes: ["access to the workspace, and permissions on what you call"],
      authorize: bearer({ token: "{token}" }),
      test,
      examples: { fields: { workspaceUrl: base, token: "dapi0123456789abcdef0123456789abcdef" } },
    },
  },
});
