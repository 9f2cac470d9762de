import { SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import {
  importPrivateKey,
  importPublicKey,
  newSigningKey,
  type PublicKey,
  type SigningKey,
  signJwt,
  verifyJwt,
} from "./jwt.ts";

const nowMs = 1_800_000_000_000;
const claims = { sub: "someone", iss: "https://a.example", iat: nowMs / 1000, exp: nowMs / 1000 + 60 };
let signing: SigningKey;
let key: CryptoKey;
let publicKey: PublicKey;

beforeAll(async () => {
  signing = await newSigningKey();
  key = await importPrivateKey(signing.algorithm, signing.privateKey);
  publicKey = await importPublicKey(signing.publicJwk);
});

const verify = (token: string, atMs = nowMs, issuer = claims.iss) =>
  verifyJwt(token, {
    issuer,
    nowMs: atMs,
    keyFor: async (kid) => (kid === signing.kid ? { algorithm: signing.algorithm, key: publicKey } : undefined),
  });

test("a token of ours gives its claims until it expires", async () => {
  const token = await signJwt(signing.kid, signing.algorithm, key, claims);
  expect(await verify(token)).toMatchObject({ sub: "someone" });
  expect(await verify(token, nowMs + 59_000)).toBeDefined();
  expect(await verify(token, nowMs + 60_000)).toBeUndefined();
  expect(await verify(token, nowMs, "https://b.example")).toBeUndefined();
});

test("every changed character is refused", async () => {
  const token = await signJwt(signing.kid, signing.algorithm, key, claims);
  for (let at = 0; at < token.length; at++) {
    const swapped = token[at] === "A" ? "B" : "A";
    const changed = token.slice(0, at) + swapped + token.slice(at + 1);
    expect(await verify(changed), `character ${at}`).toBeUndefined();
  }
});

test("no algorithm, another algorithm, another key, a missing claim: refused", async () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const other = await newSigningKey();
  const otherKey = await importPrivateKey(other.algorithm, other.privateKey);
  const { exp: _, ...endless } = claims;
  const x = Buffer.from(String(signing.publicJwk.x), "base64url");
  const confused = new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: signing.kid }).sign(x);
  for (const token of [
    `${encode({ alg: "none", kid: signing.kid })}.${encode(claims)}.`,
    await confused,
    await signJwt(signing.kid, "EdDSA", otherKey, claims),
    await signJwt("unknown", "EdDSA", key, claims),
    await signJwt(signing.kid, "EdDSA", key, endless),
    "",
    ".",
    "..",
    "a.b.c",
    `${encode(null)}.${encode(claims)}.x`,
    `${encode({ kid: 7 })}.x.x`,
  ])
    expect(await verify(token)).toBeUndefined();
});
