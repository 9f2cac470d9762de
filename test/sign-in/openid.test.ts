import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { exportJWK } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Person, signIn } from "../access/person.ts";
import { selfSigned } from "../certificates.ts";
import { consentAt, type OpenIdProvider, startOpenIdProvider } from "../fakes/openid-provider.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";
import { privateSystems } from "./private-systems.ts";

const dayMs = 86_400_000;
const certificate = () => selfSigned(new Date(Date.now() - dayMs), new Date(Date.now() + dayMs));
const [ofServer, ofClient, ofStranger] = [certificate(), certificate(), certificate()];
const signing = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();
const api = { CREDENZA_ROLE: "api", DATABASE_URL: "postgres://the.harness@gives.its/own" };
const signs = "s: e/c+r%e=t &20%";
const machines = { grant_types: ["client_credentials"], response_types: [], redirect_uris: [] };

let provider: OpenIdProvider;
let credenza: TestCredenza;
let person: Person;
let at: string;

beforeAll(async () => {
  provider = await startOpenIdProvider();
  credenza = await startCredenza({
    env: {
      ...api,
      CREDENZA_SYSTEMS_DIR: privateSystems,
      CREDENZA_BASE_URL_OPEN_ID: provider.issuer,
      CREDENZA_BASE_URL_POST_ID: provider.issuer,
      CREDENZA_BASE_URL_OAUTH_CLIENT: provider.issuer,
    },
  });
  person = await signIn(credenza);
  at = `/organizations/${credenza.organizationId}/integrationcredentials`;
  provider.begin([
    {
      client_id: "web",
      client_secret: signs,
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      redirect_uris: [`${credenza.url}/oauth/callback`],
      token_endpoint_auth_method: "client_secret_basic",
    },
    {
      ...machines,
      client_id: "the: machine",
      client_secret: signs,
      token_endpoint_auth_method: "client_secret_basic",
    },
    {
      ...machines,
      client_id: "the: posting machine",
      client_secret: signs,
      token_endpoint_auth_method: "client_secret_post",
    },
    {
      ...machines,
      client_id: "signing-machine",
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "PS256",
      jwks: { keys: [{ ...(await exportJWK(signing.publicKey)), kid: "key-1", alg: "PS256", use: "sig" } as never] },
    },
  ]);
});
afterAll(async () => {
  await credenza?.stop();
  await provider?.close();
});

async function create(body: Record<string, unknown>): Promise<string> {
  const answer = await person.api("POST", at, { body: { name: "Example", ...body } });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.id;
}
const get = async (id: string) => (await person.api("GET", `${at}/${id}`)).body;
const test = async (id: string) => (await person.api("POST", `${at}/${id}/test`, { body: {} })).body;
const use = async (id: string, path = "/things") =>
  (await person.api("POST", `${at}/${id}/request`, { body: { method: "GET", path } })).body;

describe("a sign-in at a certified OpenID server", () => {
  const connect = async (id: string): Promise<string> => {
    const { body } = await person.api("POST", `${at}/${id}/signin`);
    const back = await consentAt(body.url, provider.issuer, `${credenza.url}/oauth/callback`);
    expect(new URL(back).searchParams.get("iss")).toBe(provider.issuer);
    const answer = await fetch(back, { redirect: "manual", headers: { cookie: person.cookie } });
    return answer.headers.get("location") ?? "";
  };
  const connected = async (): Promise<string> => {
    const appId = await create({
      destination: "OPEN_ID",
      type: "OPEN_ID_APP",
      clientId: "web",
      clientSecret: signs,
    });
    const id = await create({ destination: "OPEN_ID", type: "OAUTH_CODE", appId });
    expect(await connect(id)).toContain("connected=true");
    return id;
  };

  it("brings a credential that works, with PKCE and the issuer's name", async () => {
    const id = await connected();
    expect(await get(id)).toMatchObject({ status: "OK" });
    expect(await test(id)).toMatchObject({ verdict: "working", checked: `GET ${provider.issuer}/me` });
    expect(await use(id, "/api/things")).toMatchObject({ status: 200 });
    expect(provider.grants).toEqual(["authorization_code"]);
  });

  it("is renewed by refresh tokens that rotate: one renewal each time, however many wait", async () => {
    const id = await connected();
    for (let round = 1; round <= 3; round++) {
      const before = provider.grants.length;
      await provider.endTokens();
      const answers = await Promise.all([1, 2, 3, 4].map(() => use(id, "/api/things")));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(provider.grants.slice(before)).toEqual(["refresh_token"]);
    }
  });

  it("is REVOKED when the grant is withdrawn there, and comes back in place", async () => {
    provider.lifeSeconds = 1;
    const id = await connected();
    provider.lifeSeconds = 600;
    await provider.withdraw();
    await new Promise((done) => setTimeout(done, 1_100));
    expect((await use(id, "/api/things")).code).toBe("upstream_authentication_failed");
    expect(await get(id)).toMatchObject({ status: "REVOKED" });
    expect(await connect(id)).toContain(id);
    expect(await use(id, "/api/things")).toMatchObject({ status: 200 });
  });
});

describe("a client of a certified OAuth server", () => {
  const client = (more: Record<string, unknown>) => ({
    destination: "OAUTH_CLIENT",
    baseUrl: "https://api.example.com/api",
    tokenUrl: "https://auth.example.com/token",
    ...more,
  });

  it("works with a secret full of signs, and a wrong one is told", async () => {
    const machine = { type: "OAUTH_CLIENT_CREDENTIALS", clientId: "the: machine" };
    const id = await create(client({ ...machine, clientSecret: signs }));
    expect(await test(id)).toMatchObject({
      status: "OK",
      verdict: "working",
      checked: `POST ${provider.issuer}/token`,
    });
    expect(await use(id)).toMatchObject({ status: 200 });
    const wrong = await create(client({ ...machine, clientSecret: "another" }));
    expect(await test(wrong)).toMatchObject({ status: "FAILING", verdict: "wrong_key" });
  });

  it("works with such a secret in the body too", async () => {
    const machine = { destination: "POST_ID", type: "POST_CLIENT", clientId: "the: posting machine" };
    expect(await use(await create({ ...machine, clientSecret: signs }), "/api/things")).toMatchObject({ status: 200 });
    const wrong = await create({ ...machine, clientSecret: signs.replace(" ", "+") });
    expect((await use(wrong)).code).toBe("upstream_authentication_failed");
  });

  it("works with private_key_jwt and PS256; another key, and one that does not fit the algorithm, are told", async () => {
    const machine = { type: "OAUTH_CLIENT_KEY", clientId: "signing-machine", keyId: "key-1", algorithm: "PS256" };
    const signed = client({ ...machine, assertionAudience: provider.issuer, privateKey: pem(signing.privateKey) });
    const id = await create(signed);
    expect(await test(id)).toMatchObject({ status: "OK", verdict: "working" });
    expect(await use(id)).toMatchObject({ status: 200 });
    const another = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    for (const change of [{ privateKey: pem(another) }, { algorithm: "ES256" }]) {
      expect(await test(await create({ ...signed, ...change }))).toMatchObject({ verdict: "wrong_key" });
    }
  });
});

describe("a client that shows a certificate (RFC 8705)", () => {
  let bound: OpenIdProvider;
  let other: TestCredenza;

  beforeAll(async () => {
    bound = await startOpenIdProvider({ pem: ofServer.pem, key: pem(ofServer.key), clients: ofClient.pem });
    other = await startCredenza({ env: { ...api, CREDENZA_EGRESS_ALLOW: new URL(bound.issuer).host } });
    const x5c = [new X509Certificate(ofClient.pem).raw.toString("base64")];
    const key = { ...(await exportJWK(createPublicKey(ofClient.pem))), x5c };
    bound.begin([
      {
        ...machines,
        client_id: "certified-machine",
        token_endpoint_auth_method: "self_signed_tls_client_auth",
        tls_client_certificate_bound_access_tokens: true,
        jwks: { keys: [key as never] },
      },
    ]);
  });
  afterAll(async () => {
    await other?.stop();
    await bound?.close();
  });

  const created = async ({ pem: shown, key }: typeof ofClient): Promise<string> => {
    const answer = await other.api("POST", "integrationcredentials", {
      body: {
        name: "Bank",
        destination: "OAUTH_CLIENT",
        type: "OAUTH_CLIENT_CERTIFICATE",
        baseUrl: `${bound.issuer}/api`,
        tokenUrl: `${bound.issuer}/token`,
        clientId: "certified-machine",
        certificate: shown,
        privateKey: pem(key),
        authority: ofServer.pem,
      },
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.text).not.toContain("PRIVATE KEY");
    return answer.body.id;
  };
  const call = async (id: string) => {
    const body = { method: "GET", path: "/things" };
    return (await other.api("POST", `integrationcredentials/${id}/request`, { body })).body;
  };

  it("gets a token that is bound to it, and shows it on the call too", async () => {
    const id = await created(ofClient);
    const tested = await other.api("POST", `integrationcredentials/${id}/test`, { body: {} });
    expect(tested.body).toMatchObject({ status: "OK", verdict: "working" });
    expect(await call(id)).toMatchObject({ status: 200 });
    expect(bound.boundCalls).toBe(1);
  });

  it("is refused with another certificate", async () => {
    const id = await created(ofStranger);
    const tested = await other.api("POST", `integrationcredentials/${id}/test`, { body: {} });
    expect(tested.body).toMatchObject({ status: "FAILING", verdict: "wrong_key" });
    expect((await call(id)).code).toBe("upstream_authentication_failed");
  });
});
