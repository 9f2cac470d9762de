import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK } from "jose";
import Provider from "oidc-provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInDestination } from "../../src/broker/destination.ts";
import { askForToken, type TokenQuestion } from "../../src/broker/tokens/ask.ts";
import { digest } from "../../src/crypto/digest.ts";
import { createNetwork, type Network } from "../../src/net/network.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const redirectUrl = "https://credenza.example/oauth/callback";
const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXkdBjftJeZ4CVP";

let server: Server;
let network: Network;
let issuer: string;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "machine",
        client_secret: "s:e/c+r%e t",
        grant_types: ["client_credentials"],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: "client_secret_basic",
      },
      {
        client_id: "signing-machine",
        grant_types: ["client_credentials"],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: "private_key_jwt",
        token_endpoint_auth_signing_alg: "PS256",
        jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: "key-1", alg: "PS256", use: "sig" } as never] },
      },
      {
        client_id: "web",
        client_secret: "web-secret",
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        redirect_uris: [redirectUrl],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    enabledJWA: { clientAuthSigningAlgValues: ["PS256", "ES256"] },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: true } },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    scopes: ["openid", "offline_access", "api:read"],
  });
  server.on("request", provider.callback());
  network = createNetwork({ egressAllow: ["127.0.0.1"] });
});

afterAll(async () => {
  await network?.close();
  server?.closeAllConnections();
  server?.close();
});

const ask = (question: Pick<TokenQuestion, "client" | "values" | "grant"> & Partial<TokenQuestion>) =>
  askForToken(network, {
    destination: signInDestination(issuer),
    hasGrant: false,
    nowMs: Date.now(),
    timeoutMs: 5_000,
    ...question,
  });

const tokenUrl = "https://vendor.example/token";
const machine = { grant: { grant_type: "client_credentials" } };

describe("against oidc-provider", () => {
  it("client credentials with a secret full of signs, form-encoded before base64", async () => {
    const values = { clientId: "machine", clientSecret: "s:e/c+r%e t" };
    const client = { tokenUrl, clientAuthentication: "basicFormEncoded" as const };
    expect(await ask({ ...machine, client, values })).toMatchObject({ kind: "token", token: { lifetimeMs: 600_000 } });
    const wrong = await ask({ ...machine, client, values: { ...values, clientSecret: "another" } });
    expect(wrong).toMatchObject({ kind: "refused", failure: { verdict: "wrong_key" } });
  });

  it("private_key_jwt with PS256, and a key that does not fit is refused before it is sent", async () => {
    const client = {
      tokenUrl,
      clientAuthentication: "privateKeyJwt" as const,
      assertion: { privateKey: "{privateKey}", algorithm: "{algorithm}", keyId: "key-1", audience: issuer },
    };
    const values = { clientId: "signing-machine", privateKey: pem, algorithm: "PS256" };
    expect(await ask({ ...machine, client, values })).toMatchObject({ kind: "token" });
    const unfit = await ask({ ...machine, client, values: { ...values, algorithm: "ES256" } });
    expect(unfit).toMatchObject({ kind: "refused", failure: { verdict: "wrong_key", upstreamStatus: 0 } });
  });

  it("authorization code with PKCE, then refresh tokens that rotate, whose reuse ends the grant", async () => {
    const client = { tokenUrl, clientAuthentication: "body" as const };
    const values = { clientId: "web", clientSecret: "web-secret" };
    const code = await codeFor();
    const exchange = { grant_type: "authorization_code", code, redirect_uri: redirectUrl, code_verifier: verifier };
    const first = await ask({ client, values, grant: exchange, hasGrant: true });
    if (first.kind !== "token") throw new Error(JSON.stringify(first));
    const refresh = (token = "") =>
      ask({ client, values, grant: { grant_type: "refresh_token", refresh_token: token, scope: "" }, hasGrant: true });
    const second = await refresh(first.token.refreshToken);
    if (second.kind !== "token") throw new Error(JSON.stringify(second));
    expect(second.token.refreshToken).not.toBe(first.token.refreshToken);
    expect(await refresh(first.token.refreshToken)).toMatchObject({ kind: "revoked" });
    expect(await refresh(second.token.refreshToken)).toMatchObject({ kind: "revoked" });
  });
});

/** Walks the provider's own pages of sign-in and consent, as a browser would. */
async function codeFor(): Promise<string> {
  const jar = new Map<string, string>();
  const step = async (url: string, body?: URLSearchParams): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { method: body ? "POST" : "GET", body, headers: { cookie }, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return answer;
  };
  const parameters = new URLSearchParams({
    response_type: "code",
    client_id: "web",
    redirect_uri: redirectUrl,
    scope: "openid offline_access",
    prompt: "consent",
    state: "state",
    code_challenge: digest("sha256", verifier, "base64url"),
    code_challenge_method: "S256",
  });
  let url = `${issuer}/auth?${parameters}`;
  for (let hop = 0; hop < 12; hop++) {
    const answer = await step(url);
    const next = answer.headers.get("location");
    if (next?.startsWith(redirectUrl)) return new URL(next).searchParams.get("code") ?? "";
    if (next) url = new URL(next, issuer).href;
    else {
      const page = await answer.text();
      const isLogin = page.includes('name="login"');
      const form: Record<string, string> = isLogin
        ? { prompt: "login", login: "ada", password: "x" }
        : { prompt: "consent" };
      const submitted = await step(url, new URLSearchParams(form));
      url = new URL(submitted.headers.get("location") ?? "", issuer).href;
    }
  }
  throw new Error("No code came back");
}
