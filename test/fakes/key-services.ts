import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  generateKeyPairSync,
  randomBytes,
} from "node:crypto";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { jwtVerify } from "jose";
import { type FakeServer, startServer } from "./server.ts";

export const fakeAwsKeys = { accessKeyId: "AKIDFAKE", secretAccessKey: "fake/aws/secret" };
export const fakeVaultToken = "hvs.c4n4ry-token";
export const fakeArn = "arn:aws:kms:eu-west-1:111122223333:alias/credenza";
export const fakeGoogleKey = "projects/p1/locations/europe/keyRings/ring/cryptoKeys/credenza";

export interface FakeKeyServices extends FakeServer {
  /** What a service account's key file holds. */
  googleKeyFile: object;
  calls: string[];
  /** Every request is refused as not permitted from then on. */
  refuse(isRefusing: boolean): void;
}

type Reply = [status: number, body: object];
interface Asked {
  request: IncomingMessage;
  body: string;
  path: string;
}

/** AWS KMS, Cloud KMS with Google's token endpoint, and Vault's transit engine; each asks for what the real one asks for. */
export async function startFakeKeyServices(): Promise<FakeKeyServices> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const masterKey = randomBytes(32);
  const calls: string[] = [];
  let isRefusing = false;

  const seal = (plaintext: string, aad: string): string => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", masterKey, nonce).setAAD(Buffer.from(aad));
    return Buffer.concat([
      nonce,
      cipher.update(Buffer.from(plaintext, "base64")),
      cipher.final(),
      cipher.getAuthTag(),
    ]).toString("base64");
  };
  const open = (ciphertext: string, aad: string): string | undefined => {
    const bytes = Buffer.from(ciphertext, "base64");
    try {
      const decipher = createDecipheriv("aes-256-gcm", masterKey, bytes.subarray(0, 12)).setAAD(Buffer.from(aad));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("base64");
    } catch {
      return undefined;
    }
  };

  const aws = ({ request, body }: Asked): Reply => {
    if (!isSigned(request, body)) return [403, { __type: "InvalidSignatureException" }];
    if (isRefusing) return [400, { __type: "com.amazonaws.kms#AccessDeniedException", Message: "c4n4ry" }];
    const { KeyId, Plaintext, CiphertextBlob, EncryptionContext } = JSON.parse(body);
    if (KeyId !== fakeArn) return [400, { __type: "NotFoundException" }];
    const aad = JSON.stringify(EncryptionContext);
    if (request.headers["x-amz-target"] === "TrentService.Encrypt")
      return [200, { CiphertextBlob: seal(Plaintext, aad), KeyId }];
    const opened = open(CiphertextBlob, aad);
    return opened ? [200, { Plaintext: opened, KeyId }] : [400, { __type: "InvalidCiphertextException" }];
  };
  const googleToken = async ({ body }: Asked): Promise<Reply> => {
    const form = new URLSearchParams(body);
    const { payload } = await jwtVerify(form.get("assertion") ?? "", publicKey, {
      audience: "https://oauth2.googleapis.com/token",
      issuer: "credenza@p1.iam.gserviceaccount.com",
      algorithms: ["RS256"],
    });
    const isRight =
      form.get("grant_type") === "urn:ietf:params:oauth:grant-type:jwt-bearer" &&
      payload.scope === "https://www.googleapis.com/auth/cloudkms" &&
      (payload.exp ?? 0) - (payload.iat ?? 0) <= 3600;
    return isRight ? [200, { access_token: "ya29.fake", expires_in: 3600 }] : [400, { error: "invalid_grant" }];
  };
  const google = ({ request, body, path }: Asked): Reply => {
    if (request.headers.authorization !== "Bearer ya29.fake") return [401, {}];
    if (isRefusing) return [403, {}];
    const { plaintext, ciphertext, additionalAuthenticatedData: aad } = JSON.parse(body);
    if (path.endsWith(":encrypt")) return [200, { ciphertext: seal(plaintext, aad) }];
    const opened = open(ciphertext, aad);
    return opened ? [200, { plaintext: opened }] : [400, { error: { status: "INVALID_ARGUMENT" } }];
  };
  const vault = ({ request, body, path }: Asked): Reply => {
    const isKnown =
      request.headers["x-vault-token"] === fakeVaultToken && request.headers["x-vault-namespace"] === "team";
    if (!isKnown || isRefusing) return [403, { errors: ["permission denied"] }];
    const { plaintext, ciphertext, associated_data: aad } = JSON.parse(body);
    if (path.includes("/encrypt/")) return [200, { data: { ciphertext: `vault:v1:${seal(plaintext, aad)}` } }];
    const opened = open(String(ciphertext).replace("vault:v1:", ""), aad);
    return opened
      ? [200, { data: { plaintext: opened } }]
      : [400, { errors: ["cipher: message authentication failed"] }];
  };
  const routes: Record<string, (asked: Asked) => Reply | Promise<Reply>> = {
    "/": aws,
    "/token": googleToken,
    [`/v1/${fakeGoogleKey}:encrypt`]: google,
    [`/v1/${fakeGoogleKey}:decrypt`]: google,
    "/v1/transit/encrypt/credenza": vault,
    "/v1/transit/decrypt/credenza": vault,
  };
  const server = await startServer(async (request, response) => {
    const path = request.url ?? "";
    calls.push(path);
    const asked = { request, path, body: await text(request) };
    const [status, body] = (await routes[path]?.(asked)) ?? [404, {}];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  return {
    ...server,
    calls,
    refuse: (refusing) => {
      isRefusing = refusing;
    },
    googleKeyFile: {
      client_email: "credenza@p1.iam.gserviceaccount.com",
      private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
      private_key_id: "k1",
      token_uri: "https://oauth2.googleapis.com/token",
    },
  };
}

/** The signature reckoned anew, step by step as AWS's documentation of Signature Version 4 tells. */
function isSigned({ headers, method, url }: IncomingMessage, body: string): boolean {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/;
  const [, id, day = "", region = "", service = "", names = "", signature] =
    parts.exec(headers.authorization ?? "") ?? [];
  if (id !== fakeAwsKeys.accessKeyId || region !== "eu-west-1" || service !== "kms") return false;
  const required = ["host", "x-amz-date", "x-amz-target"];
  if (!required.every((name) => names.split(";").includes(name))) return false;
  const hash = (data: string): string => createHash("sha256").update(data).digest("hex");
  const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();
  const canonicalHeaders = names
    .split(";")
    .map((name) => `${name}:${headers[name]}\n`)
    .join("");
  const canonical = [method, url, "", canonicalHeaders, names, hash(body)].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash(canonical)].join("\n");
  const key = [region, service, "aws4_request"].reduce(hmac, hmac(`AWS4${fakeAwsKeys.secretAccessKey}`, day));
  return hmac(key, toSign).toString("hex") === signature;
}
