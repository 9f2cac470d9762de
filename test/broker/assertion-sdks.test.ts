import { generateKeyPairSync } from "node:crypto";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { JWT } from "google-auth-library";
import { decodeJwt, decodeProtectedHeader, importSPKI, jwtVerify } from "jose";
import jsforce from "jsforce";
import { HttpResponse, http, passthrough } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { assertionOf, jwtBearerGrant, tokenRequest } from "../../src/broker/tokens/token-request.ts";
import type { TokenClient } from "../../src/define/oauth.ts";
import { loadRegistry } from "../../src/define/registry.ts";
import { type FakeServer, startServer } from "../fakes/server.ts";

const registry = await loadRegistry([fileURLToPath(new URL("../../systems", import.meta.url))]);
const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

interface Sent {
  url: string;
  method: string;
  contentType: string | undefined;
  authorization: string | null;
  form: Record<string, string>;
}
let sent: Sent | undefined;

async function keep(url: string, method: string, headers: Headers, body: string): Promise<void> {
  const contentType = headers.get("content-type")?.split(";")[0];
  const form = Object.fromEntries(new URLSearchParams(body));
  sent = { url, method, contentType, authorization: headers.get("authorization"), form };
}
const answer = { access_token: "token", token_type: "Bearer", expires_in: 3599, id: "https://x/id/00D/005" };

/** google-auth-library calls Google's host only; jsforce calls any, over a client that cannot be intercepted. */
const internet = setupServer(
  http.all("http://*", () => passthrough()),
  http.all("https://*", async ({ request }) => {
    await keep(request.url, request.method, request.headers, await request.clone().text());
    return HttpResponse.json(answer);
  }),
);
let salesforce: FakeServer;
beforeAll(async () => {
  salesforce = await startServer(async (request, response) => {
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    await keep(`${salesforce.url}${request.url}`, `${request.method}`, headers, await text(request));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  internet.listen();
});
afterAll(async () => {
  internet.close();
  await salesforce?.close();
});
beforeEach(() => {
  sent = undefined;
});

/** What the broker would send to `tokenUrl` for a token. */
async function ours(
  destination: string,
  type: string,
  tokenUrl: string,
  values: Record<string, string>,
): Promise<Sent> {
  const scheme = registry.type(destination, type)?.authorize;
  if (!scheme || !("assertion" in scheme)) throw new Error(`${type} has no assertion`);
  const client: TokenClient = scheme;
  const making = { client, values, tokenUrl, nowMs: Date.now() };
  const assertion = await assertionOf(making, values.clientId ?? values.clientEmail ?? "");
  const { headers, body } = await tokenRequest({ grant_type: jwtBearerGrant, assertion }, making);
  return {
    url: tokenUrl,
    method: "POST",
    contentType: headers["content-type"],
    authorization: headers.authorization ?? null,
    form: Object.fromEntries(new URLSearchParams(body.toString())),
  };
}

/** All but the assertion itself, which differs in its time. */
const bare = ({ form: { assertion: _, ...form }, ...rest }: Sent) => ({ ...rest, form });

function claimsOf({ form }: Sent) {
  const { iat = 0, exp = 0, ...claims } = decodeJwt(form.assertion ?? "");
  return { ...claims, lifetime: exp - iat };
}

describe("what is sent for a token on a signed assertion equals what the vendor's own client sends", () => {
  it("Google Cloud: google-auth-library", async () => {
    const values = {
      clientEmail: "robot@acme-prod.iam.gserviceaccount.com",
      keyId: "0123456789abcdef0123456789abcdef01234567",
      privateKey,
      scope: "https://www.googleapis.com/auth/cloud-platform",
    };
    await new JWT({
      email: values.clientEmail,
      key: privateKey,
      keyId: values.keyId,
      scopes: [values.scope],
    }).authorize();
    if (!sent) throw new Error("The SDK sent nothing");
    const broker = await ours("GOOGLE_CLOUD", "GOOGLE_SERVICE_ACCOUNT", "https://oauth2.googleapis.com/token", values);
    expect(bare(broker)).toEqual(bare(sent));
    const { jti, ...claims } = claimsOf(broker);
    expect(jti).toMatch(/^[\w-]{36}$/);
    expect(claims).toEqual(claimsOf(sent));
    expect(decodeProtectedHeader(broker.form.assertion ?? "")).toMatchObject(
      decodeProtectedHeader(sent.form.assertion ?? ""),
    );
    for (const { form } of [broker, sent])
      await jwtVerify(form.assertion ?? "", await importSPKI(publicKey, "RS256"), {
        issuer: values.clientEmail,
        audience: "https://oauth2.googleapis.com/token",
      });
  });

  it("Salesforce, JWT bearer: jsforce", async () => {
    const values = {
      clientId: "consumer-key",
      username: "ada@example.test",
      audience: "https://login.salesforce.com",
      privateKey,
    };
    const loginUrl = salesforce.url;
    const tokenUrl = `${loginUrl}/services/oauth2/token`;
    const broker = await ours("SALESFORCE", "SALESFORCE_JWT", tokenUrl, values);
    const { assertion = "" } = broker.form;
    const connection = new jsforce.Connection({ instanceUrl: loginUrl, oauth2: { loginUrl } });
    await connection.authorize({ grant_type: jwtBearerGrant, assertion }).catch(() => {});
    expect(broker).toEqual(sent);
    expect(decodeJwt(assertion)).toMatchObject({ iss: "consumer-key", sub: "ada@example.test", aud: values.audience });
  });
});
