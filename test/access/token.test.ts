import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSigningKeys } from "../../src/access/signing-keys.ts";
import { importPrivateKey, newSigningKey, signJwt } from "../../src/crypto/jwt.ts";
import { listSigningKeys } from "../../src/store/signing-keys.ts";
import { type Answer, startCredenza, type TestCredenza } from "../harness.ts";
import { allow, serviceUserWith } from "./person.ts";

let credenza: TestCredenza;
let nowMs = Date.now();

beforeAll(async () => {
  credenza = await startCredenza({ now: () => nowMs });
});
afterAll(() => credenza.stop());

const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});
const ask = (headers: Record<string, string>, body: unknown = { grant_type: "client_credentials" }): Promise<Answer> =>
  credenza.api("POST", "/oauth/token", { token: null, headers, body });
const own = () => basic(credenza.admin.accessKeyId, credenza.admin.apiSecret);
const read = (token: string) => credenza.api("GET", "serviceusers", { token });

describe("POST /oauth/token", () => {
  test("a JSON body gets a bearer token that nobody may store", async () => {
    const answer = await ask(own());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ access_token: expect.any(String), token_type: "Bearer", expires_in: 18_000 });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await read(answer.body.access_token)).status).toBe(200);
  });

  test("a form body does too, with other parameters and a charset", async () => {
    const headers = { ...own(), "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const answer = await ask(headers, "grant_type=client_credentials&scope=anything&audience=x");
    expect(answer.status).toBe(200);
    expect((await read(answer.body.access_token)).status).toBe(200);
  });

  test("percent-encoded credentials are understood", async () => {
    const encode = (text: string) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join("");
    const { accessKeyId, apiSecret } = credenza.admin;
    expect((await ask(basic(encode(accessKeyId), encode(apiSecret)))).status).toBe(200);
  });

  test("the token verifies with the published key and says who, where and until when", async () => {
    const { body } = await ask(own());
    const { body: jwks, headers } = await credenza.api("GET", "/.well-known/jwks.json", { token: null });
    expect(headers.get("cache-control")).toContain("max-age");
    expect(JSON.stringify(jwks)).not.toMatch(/"d":/);
    const { payload } = await jwtVerify(body.access_token, createLocalJWKSet(jwks), {
      issuer: credenza.url,
      currentDate: new Date(nowMs),
    });
    expect(payload.orgId).toBe(credenza.organizationId);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(18_000);
    expect(decodeProtectedHeader(body.access_token).alg).toBe("EdDSA");
  });

  test("wrong secret, unknown key, empty secret, NUL and other schemes get one and the same 401", async () => {
    const { accessKeyId, apiSecret } = credenza.admin;
    const wrong = await Promise.all([
      ask(basic(accessKeyId, `${apiSecret}x`)),
      ask(basic(accessKeyId, apiSecret.toUpperCase())),
      ask(basic("unknown", apiSecret)),
      ask(basic(accessKeyId, "")),
      ask(basic(`${accessKeyId}\0`, apiSecret)),
      ask(basic("ü".repeat(400), apiSecret)),
    ]);
    for (const answer of wrong) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toContain("Basic");
      expect({ ...answer.body, requestId: "" }).toEqual({ ...wrong[0]?.body, requestId: "" });
      expect(answer.body).toMatchObject({ code: "client_invalid", error: "invalid_client" });
    }
    for (const authorization of [
      "Basic",
      "Basic !!!",
      `Basic ${Buffer.from("nocolon").toString("base64")}`,
      "Bearer x",
    ]) {
      expect((await ask({ authorization })).body).toMatchObject({ status: 401, error: "invalid_client" });
    }
    expect((await ask({})).body).toMatchObject({ status: 401, error: "invalid_client" });
  });

  test("a wrong body is named in the words of RFC 6749", async () => {
    const form = { ...own(), "content-type": "application/x-www-form-urlencoded" };
    const cases: [Promise<Answer>, number, string][] = [
      [ask(own(), { grant_type: "password" }), 400, "unsupported_grant_type"],
      [ask(own(), { grant_type: ["client_credentials"] }), 400, "unsupported_grant_type"],
      [ask(own(), {}), 400, "invalid_request"],
      [ask(own(), "not json"), 400, "invalid_request"],
      [ask(own(), "[]"), 400, "invalid_request"],
      [ask(form, "grant_type=client_credentials&grant_type=client_credentials"), 400, "invalid_request"],
      [ask(form, ""), 400, "invalid_request"],
      [ask({ ...own(), "content-type": "text/plain" }, "grant_type=client_credentials"), 415, "invalid_request"],
    ];
    for (const [asked, status, error] of cases) expect((await asked).body).toMatchObject({ status, error });
    expect((await ask(own(), { grant_type: "x".repeat(20_000) })).status).toBe(413);
  });

  test("wrong secrets are counted by all processes together, however the access key id is spelled", async () => {
    const { accessKeyId, apiSecret } = await serviceUserWith(credenza, [allow("*", "*")]);
    const second = await startCredenza({ databaseUrl: credenza.databaseUrl, now: () => nowMs });
    try {
      const spellings = [accessKeyId, accessKeyId.toUpperCase(), ` ${accessKeyId}`, `${accessKeyId} `];
      const statuses: number[] = [];
      for (let tries = 0; tries < 24; tries++) {
        const { api } = tries % 2 === 0 ? credenza : second;
        const headers = basic(spellings[tries % 4] ?? "", "wrong");
        const answer = await api("POST", "/oauth/token", {
          token: null,
          headers,
          body: { grant_type: "client_credentials" },
        });
        statuses.push(answer.status);
        if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      }
      expect(statuses).toEqual([...Array(20).fill(401), ...Array(4).fill(429)]);
      expect((await ask(basic(accessKeyId, apiSecret))).status).toBe(200);
    } finally {
      await second.stop();
      nowMs += 61_000;
    }
  });

  test("wrong secrets are slowed down, the right one still gets in", async () => {
    const { accessKeyId, apiSecret } = await serviceUserWith(credenza, [allow("*", "*")]);
    const statuses: number[] = [];
    for (let tries = 0; tries < 25; tries++) statuses.push((await ask(basic(accessKeyId, "wrong"))).status);
    expect(statuses).toEqual([...Array(20).fill(401), ...Array(5).fill(429)]);
    const refused = await ask(basic(accessKeyId, "wrong"));
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(basic(accessKeyId, apiSecret))).status).toBe(200);
    nowMs += 61_000;
    expect((await ask(basic(accessKeyId, "wrong"))).status).toBe(401);
  });
});

describe("a bearer token", () => {
  test("401 when it is missing, malformed, tampered with, unsigned or not ours", async () => {
    const [header = "", claims = "", signature = ""] = credenza.adminToken.split(".");
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const decoded = JSON.parse(Buffer.from(claims, "base64url").toString());
    const kid = JSON.parse(Buffer.from(header, "base64url").toString()).kid;
    const stranger = await newSigningKey();
    const strangerKey = await importPrivateKey(stranger.algorithm, stranger.privateKey);
    const tokens = [
      "x",
      "..",
      `${header}.${claims}.`,
      `${header}.${claims}`,
      `${header}.${encode({ ...decoded, orgId: "01890000-0000-7000-8000-000000000001" })}.${signature}`,
      `${encode({ alg: "none", kid })}.${claims}.`,
      `${encode({ alg: "none", kid })}.${claims}.${signature}`,
      await signJwt(kid, "EdDSA", strangerKey, decoded),
      await signJwt(stranger.kid, "EdDSA", strangerKey, decoded),
      credenza.adminToken.slice(0, -1),
      `${credenza.adminToken}A`,
      "a".repeat(10_000),
    ];
    for (const token of tokens) {
      const answer = await read(token);
      expect({ token, status: answer.status, code: answer.body.code }).toEqual({
        token,
        status: 401,
        code: "token_invalid",
      });
    }
    const none = await credenza.api("GET", "serviceusers", { token: null });
    expect(none.body).toMatchObject({ status: 401, code: "not_signed_in" });
    for (const authorization of ["", "Bearer", `Basic ${credenza.adminToken}`, credenza.adminToken]) {
      expect((await credenza.api("GET", "serviceusers", { token: null, headers: { authorization } })).status).toBe(401);
    }
  });

  test("each changed character is a 401", async () => {
    const token = credenza.adminToken;
    for (let at = 0; at < token.length; at += 3) {
      const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      expect((await read(changed)).status, `character ${at}`).toBe(401);
    }
  });

  test("one of our own key but another issuer, without our claims, or expired is a 401", async () => {
    const { context } = credenza;
    const [row] = await listSigningKeys(context.store.system);
    if (!row) throw new Error("No signing key");
    const privateKey = await context.vault.openInstance(`access token signing key ${row.kid}`, row.sealedPrivateKey);
    const key = await importPrivateKey(row.algorithm, privateKey);
    const claims = JSON.parse(Buffer.from(credenza.adminToken.split(".")[1] ?? "", "base64url").toString());
    const iat = Math.floor(nowMs / 1000);
    const good = { ...claims, iat, exp: iat + 60 };
    const sign = (changed: Record<string, unknown>) => signJwt(row.kid, row.algorithm, key, { ...good, ...changed });
    expect((await read(await sign({}))).status).toBe(200);
    for (const changed of [
      { iss: "http://elsewhere.test" },
      { iss: undefined },
      { sub: "01890000-0000-7000-8000-000000000001" },
      { accessKey: "01890000-0000-7000-8000-000000000001" },
      { accessKey: undefined },
      { orgId: undefined },
      { sub: undefined },
      { exp: iat },
      { exp: undefined },
    ]) {
      expect((await read(await sign(changed))).status, JSON.stringify(changed)).toBe(401);
    }
    const short = await sign({ exp: iat + 30 });
    expect((await read(short)).status).toBe(200);
    nowMs += 30_000;
    expect((await read(short)).status).toBe(401);
  });

  test("404 for another organization's path, whether it exists or not", async () => {
    const other = "01890000-0000-7000-8000-0000000000ff";
    for (const organization of [other, "not-a-uuid", `${credenza.organizationId}x`, "%00"]) {
      const answer = await credenza.api("GET", `/organizations/${organization}/serviceusers`);
      expect(answer.status, organization).toBe(404);
    }
  });

  test("costs no query while it is in memory", async () => {
    const { access, store } = credenza.context;
    const request = { method: "GET", authorization: `Bearer ${(await ask(own())).body.access_token}` };
    await access.authenticate(request, credenza.organizationId);
    let queries = 0;
    const count = () => {
      queries += 1;
    };
    const { inOrganization } = store;
    store.systemPool.on("acquire", count);
    store.inOrganization = (...call) => {
      count();
      return inOrganization(...call);
    };
    for (let calls = 0; calls < 100; calls++) await access.authenticate(request, credenza.organizationId);
    store.systemPool.off("acquire", count);
    store.inOrganization = inOrganization;
    expect(queries).toBe(0);
  });
});

test("processes that need the first signing key at once agree on one", async () => {
  const { store, vault, now } = credenza.context;
  const earlier = await listSigningKeys(store.system);
  await store.system.deleteFrom("signing_keys").execute();
  const signers = await Promise.all(Array.from({ length: 4 }, () => createSigningKeys(store, vault, now).signer()));
  expect(new Set(signers.map(({ kid }) => kid)).size).toBe(1);
  const rows = await listSigningKeys(store.system);
  expect(rows.map(({ kid }) => kid)).toEqual([signers[0]?.kid]);
  expect(rows[0]?.kid).not.toBe(earlier[0]?.kid);
  expect(rows[0]?.sealedPrivateKey).toMatch(/^cz1\./);
});

test("a key of 90 days is followed by another; tokens of the old one hold until they expire, then it is gone", async () => {
  const dayMs = 86_400_000;
  const kid = (token: string) => decodeProtectedHeader(token).kid;
  const kids = async () =>
    (await credenza.api("GET", "/.well-known/jwks.json")).body.keys.map((key: { kid: string }) => key.kid);
  const started = nowMs;
  try {
    nowMs = started + 91 * dayMs;
    const before = (await ask(own())).body.access_token;
    await Promise.all([credenza.context.access.renewSigningKey(), credenza.context.access.renewSigningKey()]);
    const after = (await ask(own())).body.access_token;
    expect(kid(after)).not.toBe(kid(before));
    expect(await kids()).toEqual([kid(after), kid(before)]);
    expect([(await read(before)).status, (await read(after)).status]).toEqual([200, 200]);
    nowMs += 2 * dayMs;
    await credenza.context.access.renewSigningKey();
    expect(await kids()).toEqual([kid(after)]);
    expect((await read(before)).status).toBe(401);
  } finally {
    nowMs = started;
  }
});
