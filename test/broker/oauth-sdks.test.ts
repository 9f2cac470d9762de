import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import OAuthClient from "intuit-oauth";
import jsforce from "jsforce";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signInDestination } from "../../src/broker/destination.ts";
import { askForToken } from "../../src/broker/tokens/ask.ts";
import type { TokenClient } from "../../src/define/oauth.ts";
import { loadRegistry } from "../../src/define/registry.ts";
import { createNetwork, type Network } from "../../src/net/network.ts";
import { type FakeServer, startServer } from "../fakes/server.ts";

interface Seen {
  method: string | undefined;
  authorization: string | undefined;
  contentType: string | undefined;
  form: Record<string, string>;
}

const registry = await loadRegistry([fileURLToPath(new URL("../../systems", import.meta.url))]);
const seen: Seen[] = [];
let server: FakeServer;
let network: Network;

beforeAll(async () => {
  network = createNetwork({ egressAllow: ["127.0.0.1"] });
  server = await startServer(async (request, response) => {
    const { method, headers } = request;
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const contentType = headers["content-type"]?.split(";")[0];
    seen.push({ method, authorization: headers.authorization, contentType, form });
    response.writeHead(200, { "content-type": "application/json" }).end(
      JSON.stringify({
        access_token: "00Dtoken",
        token_type: "bearer",
        refresh_token: "next",
        expires_in: 3600,
        x_refresh_token_expires_in: 8_726_400,
        instance_url: server.url,
        id: `${server.url}/id/00D000000000001/005000000000001`,
      }),
    );
  });
});
beforeEach(() => {
  seen.length = 0;
});
afterAll(async () => {
  await network?.close();
  await server?.close();
});

function clientOf(destination: string, type: string): TokenClient {
  const scheme = registry.type(destination, type)?.authorize;
  if (!scheme || !("tokenUrl" in scheme)) throw new Error(`${type} has no token URL`);
  return { ...scheme, tokenUrl: "https://vendor.example/token" };
}

const ours = (client: TokenClient, grant: Record<string, string>, values: Record<string, string>) =>
  askForToken(network, {
    client,
    grant,
    values,
    destination: signInDestination(server.url),
    hasGrant: true,
    nowMs: Date.now(),
    timeoutMs: 5_000,
  });

const app = { clientId: "client-id-example", clientSecret: "client-secret-example" };

describe("what is sent for a token equals what the vendor's own client sends", () => {
  it("Salesforce, client credentials: jsforce", async () => {
    const oauth2 = { loginUrl: server.url, ...app };
    await new jsforce.Connection({ instanceUrl: server.url, oauth2 }).authorize({ grant_type: "client_credentials" });
    await ours(clientOf("SALESFORCE", "SALESFORCE_CLIENT_CREDENTIALS"), { grant_type: "client_credentials" }, app);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
  });

  it("QuickBooks, refresh: intuit-oauth", async () => {
    (OAuthClient as unknown as { tokenEndpoint: string }).tokenEndpoint = `${server.url}/token`;
    const redirectUri = "https://credenza.example/oauth/callback";
    const client = new OAuthClient({ ...app, environment: "sandbox", redirectUri });
    await client.refreshUsingToken("old-refresh-token");
    const grant = { grant_type: "refresh_token", refresh_token: "old-refresh-token", scope: "" };
    await ours(clientOf("QUICKBOOKS", "OAUTH_CODE"), grant, app);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
  });
});
