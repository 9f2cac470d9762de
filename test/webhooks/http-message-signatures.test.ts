import { constants, createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { type InnerList, parseDictionary } from "structured-headers";
import { describe, expect, it } from "vitest";
import { verifyMessage } from "../../src/crypto/message-algorithms.ts";
import type { Check } from "../../src/webhooks/incoming/check.ts";
import { signatureBase } from "../../src/webhooks/incoming/verifiers/message-components.ts";
import { judge, toCheck } from "./vectors.ts";

const type = "HTTP_MESSAGE_SIGNATURE";
const sharedSecret = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";
const body = '{"hello": "world"}';
const sha512OfBody =
  "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";

/** RFC 9421 appendix B.1. */
const publicKeys = {
  "test-key-rsa-pss": `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----`,
  "test-key-ecc-p256": `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
-----END PUBLIC KEY-----`,
  "test-key-ed25519": "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=",
  "test-shared-secret": sharedSecret,
};

interface Published {
  section: string;
  algorithm: string;
  keyId: keyof typeof publicKeys;
  input: string;
  signature: string;
  /** What the verifier says of the request as a whole; null when it takes it. */
  reason: string | null;
}

const tooLittle = "the signature does not cover enough of the request";
const published: Published[] = [
  {
    section: "B.2.1",
    algorithm: "rsa-pss-sha512",
    keyId: "test-key-rsa-pss",
    input: '();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"',
    signature:
      "d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==",
    reason: tooLittle,
  },
  {
    section: "B.2.2",
    algorithm: "rsa-pss-sha512",
    keyId: "test-key-rsa-pss",
    input:
      '("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"',
    signature:
      "LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==",
    reason: tooLittle,
  },
  {
    section: "B.2.3",
    algorithm: "rsa-pss-sha512",
    keyId: "test-key-rsa-pss",
    input:
      '("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"',
    signature:
      "bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==",
    reason: null,
  },
  {
    section: "B.2.5",
    algorithm: "hmac-sha256",
    keyId: "test-shared-secret",
    input: '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    signature: "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=",
    reason: tooLittle,
  },
  {
    section: "B.2.6",
    algorithm: "ed25519",
    keyId: "test-key-ed25519",
    input:
      '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    signature: "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==",
    reason: tooLittle,
  },
];

const atMs = 1_618_884_473_000;

/** `test-request` of appendix B.2, with a signature. */
function testRequest({ algorithm, keyId, input, signature }: Published, change: Partial<Check> = {}) {
  const headers = {
    Host: "example.com",
    Date: "Tue, 20 Apr 2021 02:07:55 GMT",
    "Content-Type": "application/json",
    "Content-Digest": sha512OfBody,
    "Content-Length": "18",
    "Signature-Input": `sig=${input}`,
    Signature: `sig=:${signature}:`,
  };
  const fields = { algorithm, key: publicKeys[keyId], keyId };
  const vector = {
    type,
    name: "",
    fields,
    headers,
    body,
    at: atMs,
    url: "https://example.com/foo?param=Value&Pet=dog",
  };
  return toCheck(vector, change);
}

const baseOf = (example: Published): string => {
  const input = parseDictionary(`sig=${example.input}`).get("sig") as InnerList;
  return signatureBase(input, testRequest(example)) ?? "";
};

describe.each(published)("RFC 9421 $section, $algorithm", (example) => {
  const { algorithm, keyId, signature } = example;
  const base = Buffer.from(baseOf(example));
  const bytes = Buffer.from(signature, "base64");

  it("its signature is right over the base that we make of the request, and over no other", () => {
    expect(verifyMessage(algorithm, publicKeys[keyId], base, bytes)).toBe(true);
    for (let index = 0; index < base.length; index += 7) {
      const changed = Buffer.from(base);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(verifyMessage(algorithm, publicKeys[keyId], changed, bytes)).toBe(false);
    }
    for (let index = 0; index < bytes.length; index += 11) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(verifyMessage(algorithm, publicKeys[keyId], base, changed)).toBe(false);
    }
  });

  it("is right by no other algorithm", () => {
    const others = ["hmac-sha256", "ed25519", "rsa-pss-sha512", "rsa-v1_5-sha256", "ecdsa-p256-sha256", "", "none"];
    for (const other of others.filter((name) => name !== algorithm))
      expect(verifyMessage(other, publicKeys[keyId], base, bytes), other).toBe(false);
  });

  it("the request is taken only when it covers method, target and body", async () => {
    expect((await judge(type, testRequest(example))).reason).toBe(example.reason);
  });
});

it("RFC 9421 B.2.4, ecdsa-p256-sha256: its signature of a response is right", () => {
  const base = [
    '"@status": 200',
    '"content-type": application/json',
    '"content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
    '"content-length": 23',
    '"@signature-params": ("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
  ].join("\n");
  const signature = Buffer.from(
    "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==",
    "base64",
  );
  const key = publicKeys["test-key-ecc-p256"];
  expect(verifyMessage("ecdsa-p256-sha256", key, Buffer.from(base), signature)).toBe(true);
  expect(verifyMessage("ecdsa-p256-sha256", key, Buffer.from(`${base} `), signature)).toBe(false);
  expect(verifyMessage("ecdsa-p384-sha384", key, Buffer.from(base), signature)).toBe(false);
});

describe("the request of B.2.3, fully covered", () => {
  const example = published[2] as Published;
  const accepted = async (change: Partial<Check>) => (await judge(type, testRequest(example, change))).accepted;

  it("is refused with any byte of the body changed, and with another digest", async () => {
    for (let index = 0; index < body.length; index += 1) {
      const changed = Buffer.from(body);
      changed[index] = (changed[index] ?? 0) ^ 1;
      const check = testRequest(example);
      expect(await accepted({ request: { ...check.request, body: changed } })).toBe(false);
    }
  });

  it.each([
    ["another method", { method: "PUT" }],
    ["another query", { target: "/foo?param=Value&Pet=cat" }],
  ])("is refused with %s", async (_name, change) => {
    const { request } = testRequest(example);
    const url = `https://example.com${"target" in change ? change.target : request.target}`;
    expect(await accepted({ request: { ...request, ...change }, url })).toBe(false);
  });

  it("is refused on another host, with another header, and with any of its own headers twice", async () => {
    expect(await accepted({ url: "https://example.org/foo?param=Value&Pet=dog" })).toBe(false);
    const { request } = testRequest(example);
    const headers = [...request.rawHeaders];
    for (let index = 2; index < headers.length; index += 2) {
      const changed = headers.with(index + 1, `${headers[index + 1]}x`);
      expect(await accepted({ request: { ...request, rawHeaders: changed } }), headers[index]).toBe(false);
      const twice = [...headers, `${headers[index]}`.toUpperCase(), `${headers[index + 1]}`];
      const isSame = ["Signature-Input", "Signature", "Content-Digest"].includes(`${headers[index]}`);
      if (!isSame) expect(await accepted({ request: { ...request, rawHeaders: twice } }), headers[index]).toBe(false);
    }
  });

  it("is refused when Content-Digest holds a wrong digest beside the right one", async () => {
    const { request } = testRequest(example);
    const rawHeaders = [...request.rawHeaders, "Content-Digest", "sha-256=:AAAA:"];
    expect(await accepted({ request: { ...request, rawHeaders } })).toBe(false);
  });
});

const nowSeconds = 1_750_000_000;
const url = "https://hooks.example.com/hooks/token?a=1";
const contentDigest = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
const keys = {
  rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  p256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  p384: generateKeyPairSync("ec", { namedCurve: "P-384" }),
  ed25519: generateKeyPairSync("ed25519"),
};
const pemOf = (key: KeyObject): string => key.export({ type: "spki", format: "pem" }).toString();
const ecdsa = { dsaEncoding: "ieee-p1363" } as const;
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };

type Sign = (base: Buffer) => Buffer;
const algorithms: [string, string, Sign][] = [
  [
    "hmac-sha256",
    sharedSecret,
    (base) => createHmac("sha256", Buffer.from(sharedSecret, "base64")).update(base).digest(),
  ],
  ["ed25519", pemOf(keys.ed25519.publicKey), (base) => sign(null, base, keys.ed25519.privateKey)],
  ["rsa-pss-sha512", pemOf(keys.rsa.publicKey), (base) => sign("sha512", base, { key: keys.rsa.privateKey, ...pss })],
  ["rsa-v1_5-sha256", pemOf(keys.rsa.publicKey), (base) => sign("sha256", base, keys.rsa.privateKey)],
  [
    "ecdsa-p256-sha256",
    pemOf(keys.p256.publicKey),
    (base) => sign("sha256", base, { key: keys.p256.privateKey, ...ecdsa }),
  ],
  [
    "ecdsa-p384-sha384",
    pemOf(keys.p384.publicKey),
    (base) => sign("sha384", base, { key: keys.p384.privateKey, ...ecdsa }),
  ],
];

describe.each(algorithms)("a request signed with %s", (algorithm, key, signBase) => {
  const covered = ["@method", "@target-uri", "content-digest"];
  const values: Record<string, string> = {
    "@method": "POST",
    "@target-uri": url,
    "@path": "/hooks/token",
    "@query": "?a=1",
    "content-digest": contentDigest,
  };

  function headersFor(components = covered, parameters = `;created=${nowSeconds};keyid="k"`): Record<string, string> {
    const input = `(${components.map((name) => `"${name}"`).join(" ")})${parameters}`;
    const lines = [...components.map((name) => `"${name}": ${values[name]}`), `"@signature-params": ${input}`];
    const signature = signBase(Buffer.from(lines.join("\n"))).toString("base64");
    return { "Content-Digest": contentDigest, "Signature-Input": `sig1=${input}`, Signature: `sig1=:${signature}:` };
  }
  const fields = { algorithm, key, keyId: "k" };
  const send = async (headers: Record<string, string>, text = body, given = fields) => {
    const vector = { type, name: "", fields: given, headers, body: text, at: nowSeconds * 1000, url };
    return (await judge(type, toCheck(vector))).accepted;
  };

  it("is accepted when it covers method, target and body, was made now, by the key", async () => {
    expect(await send(headersFor())).toBe(true);
    expect(await send(headersFor(["@method", "@path", "@query", "content-digest"]))).toBe(true);
    expect(await send(headersFor(undefined, `;created=${nowSeconds};alg="${algorithm}";keyid="k"`))).toBe(true);
    expect(await send(headersFor(undefined, `;created=${nowSeconds};expires=${nowSeconds + 1};keyid="k"`))).toBe(true);
    expect(await send(headersFor(undefined, `;created=${nowSeconds}`), body, { ...fields, keyId: "" })).toBe(true);
  });

  it("is refused with another body, key, key id or algorithm", async () => {
    expect(await send(headersFor(), `${body} `)).toBe(false);
    expect(await send(headersFor(undefined, `;created=${nowSeconds};keyid="other"`))).toBe(false);
    expect(await send(headersFor(undefined, `;created=${nowSeconds}`))).toBe(false);
    expect(await send(headersFor(undefined, `;created=${nowSeconds};alg="rsa-sha1";keyid="k"`))).toBe(false);
    const strangers = algorithms.filter(([name, other]) => name !== algorithm && other !== key);
    for (const [, other] of strangers) expect(await send(headersFor(), body, { ...fields, key: other })).toBe(false);
    for (const [other] of algorithms.filter(([name]) => name !== algorithm))
      expect(await send(headersFor(), body, { ...fields, algorithm: other }), other).toBe(false);
  });

  it("is refused when it is too old, too far ahead, expired, or says no time", async () => {
    for (const parameters of [
      `;created=${nowSeconds - 301};keyid="k"`,
      `;created=${nowSeconds + 301};keyid="k"`,
      `;created=${nowSeconds};expires=${nowSeconds - 1};keyid="k"`,
      `;created=${nowSeconds};expires="later";keyid="k"`,
      `;created="${nowSeconds}";keyid="k"`,
      ';keyid="k"',
    ])
      expect(await send(headersFor(undefined, parameters)), parameters).toBe(false);
  });

  it("is refused when it covers too little, or a header is missing or of another signature", async () => {
    for (const few of [
      ["@method", "content-digest"],
      ["@target-uri", "content-digest"],
      ["@method", "@target-uri"],
      ["@method", "@path", "content-digest"],
      ["@method", "@method", "@target-uri", "content-digest"],
    ])
      expect(await send(headersFor(few)), few.join()).toBe(false);
    for (const name of ["Content-Digest", "Signature-Input", "Signature"]) {
      const { [name]: _, ...others } = headersFor();
      expect(await send(others), name).toBe(false);
    }
    const whole = headersFor();
    expect(await send({ ...whole, Signature: `${whole.Signature}`.replace("sig1", "sig2") })).toBe(false);
    expect(await send({ ...whole, Signature: "sig1=:AAAA:" })).toBe(false);
  });
});

it("a public key counts as PEM and as base64 of the same, and is no shared secret", () => {
  const base = Buffer.from("base");
  const signature = sign("sha256", base, { key: keys.p256.privateKey, ...ecdsa });
  const bare = createPublicKey(keys.p256.publicKey.export({ type: "spki", format: "pem" }))
    .export({ type: "spki", format: "der" })
    .toString("base64");
  expect(verifyMessage("ecdsa-p256-sha256", bare, base, signature)).toBe(true);
  const mac = createHmac("sha256", Buffer.from(bare, "base64")).update(base).digest();
  for (const algorithm of ["ecdsa-p256-sha256", "ed25519", "rsa-v1_5-sha256"])
    expect(verifyMessage(algorithm, bare, base, mac)).toBe(false);
});
