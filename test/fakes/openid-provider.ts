import { X509Certificate } from "node:crypto";
import { createServer as createPlainServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import Provider, { type ClientMetadata } from "oidc-provider";
import { digest } from "../../src/crypto/digest.ts";

export interface OpenIdProvider {
  issuer: string;
  /** Grants that were given a token, in their order. */
  grants: string[];
  /** Calls of `/api` with a token that is bound to the certificate which the connection showed. */
  boundCalls: number;
  /** Of the access tokens to come. */
  lifeSeconds: number;
  /** Begins once the clients' redirect URL is known. */
  begin(clients: ClientMetadata[]): void;
  /** Ends every access token before its time. */
  endTokens(): Promise<void>;
  /** Ends every grant of every person. */
  withdraw(): Promise<void>;
  close(): Promise<void>;
}

export interface Certified {
  pem: string;
  key: string;
  /** Authorities of clients. */
  clients: string;
}

const certificateOf = (request: IncomingMessage): string | undefined => {
  const { raw } = (request.socket as TLSSocket).getPeerCertificate?.() ?? {};
  return raw && new X509Certificate(raw).toString();
};

const thumbprint = (pem: string): string => digest("sha256", new X509Certificate(pem).raw, "base64url");

/** node-oidc-provider, a certified OpenID server, with an API behind it; `certified`: over TLS, with tokens bound to certificates. */
export async function startOpenIdProvider(certified?: Certified): Promise<OpenIdProvider> {
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end();
  const listener: RequestListener = (request, response) => answer(request, response);
  const server = certified
    ? createServer(
        {
          cert: certified.pem,
          key: certified.key,
          ca: certified.clients,
          requestCert: true,
          rejectUnauthorized: false,
        },
        listener,
      )
    : createPlainServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `${certified ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const saved: { destroy(): Promise<void> }[] = [];
  const access: { destroy(): Promise<void> }[] = [];
  const state = { grants: [] as string[], boundCalls: 0, lifeSeconds: 600 };

  const begin = (clients: ClientMetadata[]): void => {
    const life = () => state.lifeSeconds;
    const provider = new Provider(issuer, {
      clients,
      enabledJWA: { clientAuthSigningAlgValues: ["PS256", "ES256"] },
      clientAuthMethods: [
        "client_secret_basic",
        "client_secret_post",
        "private_key_jwt",
        "self_signed_tls_client_auth",
      ],
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: true },
        revocation: { enabled: true },
        mTLS: {
          enabled: true,
          certificateBoundAccessTokens: true,
          selfSignedTlsClientAuth: true,
          getCertificate: (ctx) => certificateOf(ctx.req),
        },
      },
      pkce: { required: () => true },
      rotateRefreshToken: true,
      scopes: ["openid", "offline_access", "api:read"],
      ttl: { AccessToken: life, ClientCredentials: life },
    });
    provider.on("grant.success", ({ oidc }) => void state.grants.push(String(oidc.params?.grant_type)));
    provider.on("access_token.saved", (token) => void access.push(token));
    provider.on("refresh_token.saved", (token) => void saved.push(token));
    const own = provider.callback();
    answer = (request, response) => {
      if (!request.url?.startsWith("/api")) return void own(request, response);
      void isLetIn(provider, request).then((by) => {
        const isIn = by !== "nothing";
        if (by === "bound token") state.boundCalls++;
        response.writeHead(isIn ? 200 : 401, { "content-type": "application/json" }).end(JSON.stringify({ isIn }));
      });
    };
  };
  return Object.assign(state, {
    issuer,
    begin,
    endTokens: async () => {
      for (const token of access.splice(0)) await token.destroy();
    },
    withdraw: async () => {
      for (const token of saved) await token.destroy();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/** RFC 6750, and RFC 8705 section 3 for a token that is bound to a certificate. */
async function isLetIn(provider: Provider, request: IncomingMessage): Promise<"token" | "bound token" | "nothing"> {
  const value = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const token = (await provider.AccessToken.find(value)) ?? (await provider.ClientCredentials.find(value));
  if (!token || token.isExpired) return "nothing";
  const bound = token["x5t#S256"];
  if (bound === undefined) return "token";
  const shown = certificateOf(request);
  return shown !== undefined && thumbprint(shown) === bound ? "bound token" : "nothing";
}

/** Walks the provider's own pages of sign-in and consent, as a browser would; gives where they lead back to. */
export async function consentAt(start: string, issuer: string, redirectUrl: string): Promise<string> {
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
  let url = start;
  for (let hop = 0; hop < 12; hop++) {
    const answer = await step(url);
    const next = answer.headers.get("location");
    if (next?.startsWith(redirectUrl)) return next;
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
  throw new Error("The provider leads nowhere");
}
