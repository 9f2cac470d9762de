import { SignJWT } from "jose";
import { digest, hmacText } from "../../crypto/digest.ts";
import type { SignatureRule, Verification, VerificationName, VerificationTable } from "../../define/verifications.ts";
import { invalidField } from "../../errors.ts";
import type { Check } from "./check.ts";
import { hmacRule } from "./verifiers/generic-hmac.ts";
import { signMessage } from "./verifiers/http-message-signature.ts";
import { macOf } from "./verifiers/mac.ts";
import { allowedVersions } from "./verifiers/signature-versions.ts";
import { fillText } from "./verifiers/signed-parts.ts";
import { signedUrls } from "./verifiers/signed-url.ts";

type Headers = [string, string][];
type Signers = {
  [K in VerificationName]: (rule: VerificationTable[K], check: Check, id: string) => Headers | Promise<Headers>;
};

const tokenLastsSeconds = 300;

const signers: Signers = {
  basic: (rule, { fieldSets: [fields = {}] }) => {
    const pair = `${fillText(rule.username, fields)}:${fillText(rule.password, fields)}`;
    return [["Authorization", `Basic ${Buffer.from(pair, "utf8").toString("base64")}`]];
  },
  signature: signSignature,
  signatureVersions: (rule, check, id) => {
    const [version = ""] = allowedVersions(rule, check);
    const chosen = rule.versions[version];
    if (!chosen) throw new Error("The webhook allows no version");
    return signSignature(chosen, check, id);
  },
  twilio: ({ key }, { url, request, fieldSets: [fields = {}] }) => {
    const isForm = request.rawHeaders.some((value) => value.startsWith("application/x-www-form-urlencoded"));
    if (isForm) return cannotSign("A sample of a form cannot be made here.");
    return [["X-Twilio-Signature", hmacText("sha1", "base64", fillText(key, fields), url)]];
  },
  bodySignature: () =>
    cannotSign("Here the signature stands in the body: send a real event, or a test from the sender's page."),
  genericHmac: (rule, check, id) => signSignature(hmacRule(rule, check.fieldSets[0]), check, id),
  bearerJwt: () => cannotSign("Only the sender has the private key that signs the JWT."),
  httpMessageSignature: ({ algorithm, key, keyId }, check) => {
    const [fields = {}] = check.fieldSets;
    if (fillText(algorithm, fields) !== "hmac-sha256") return cannotSign("Only the sender has the private key.");
    return signMessage(fillText(key, fields), fillText(keyId, fields), check);
  },
  proxyCertificate: () => cannotSign("Only the proxy's own addresses may send one."),
  certificate: () => cannotSign("Only the sender has the private key of its certificate."),
  jwtOrHmac: async (rule, check, id) => {
    const key = fillText(rule.key, check.fieldSets[0] ?? {});
    const { signatureHeader } = check.settings;
    if (signatureHeader) return [[signatureHeader, hmacText(rule.hash, "hex", key, check.request.body)]];
    const iat = Math.floor(check.nowMs / 1000);
    const token = await new SignJWT({ iat, exp: iat + tokenLastsSeconds, jti: id })
      .setProtectedHeader({ alg: rule.algorithms[0] ?? "HS256", typ: "JWT" })
      .sign(Buffer.from(key, "utf8"));
    return [["Authorization", `Bearer ${token}`]];
  },
};

function cannotSign(why: string): never {
  throw invalidField("body", `a sample cannot be made for this type of credential. ${why}`);
}

/** Where the sample is sent to: Twilio names the digest of a JSON body in the URL that it signs. */
export function signedTarget({ verify }: Verification, target: string, body: string): string {
  return verify === "twilio" ? `${target}?bodySHA256=${digest("sha256", body, "hex")}` : target;
}

/** The headers by which the request passes its own verification, made with the current secret. `id` names the message. */
export async function signRequest(verification: Verification, check: Check, id: string): Promise<Headers> {
  const signer = signers[verification.verify] as (rule: Verification, check: Check, id: string) => Promise<Headers>;
  return signer(verification, check, id);
}

function signSignature(rule: SignatureRule, check: Check, id: string): Headers {
  const [fields = {}] = check.fieldSets;
  if (rule.mac.kind === "ed25519") return cannotSign("Only the sender has the private key.");
  const timestamp = timestampFor(rule, check.nowMs);
  const parameters = Object.fromEntries(
    Object.entries(rule.parameters ?? {}).map(([name, { pattern }]) => [name, fitting(id, pattern)]),
  );
  const [url = check.url] = signedUrls(check.url, rule.decodeInUrl);
  const { method, body } = check.request;
  const mac = macOf(rule.mac, { ...parameters, timestamp, ...fields, method, body, url });
  return [
    ...(rule.equals ?? []).map(({ header, value }): [string, string] => [header, fillText(value, fields)]),
    ...Object.entries(rule.parameters ?? {}).map(([name, { header }]): [string, string] => [
      header,
      parameters[name] ?? "",
    ]),
    ...(rule.timestamp?.header ? [[rule.timestamp.header, timestamp] as [string, string]] : []),
    ...(rule.announcedBy ? [[rule.announcedBy.header, rule.announcedBy.value] as [string, string]] : []),
    [rule.signature.header, headerValue(rule, timestamp, mac)],
  ];
}

/** The id as it is, or, where the sender's ids have a form of their own, the bare UUID at its end. */
const fitting = (id: string, pattern: string): string => (new RegExp(pattern).test(id) ? id : id.slice(-36));

function timestampFor({ timestamp }: SignatureRule, nowMs: number): string {
  if (timestamp?.unit === "iso") return new Date(nowMs).toISOString();
  return String(Math.floor(timestamp?.unit === "milliseconds" ? nowMs : nowMs / 1000));
}

function headerValue({ signature }: SignatureRule, timestamp: string, mac: string): string {
  if (signature.format === "plain") return `${signature.prefix ?? ""}${mac}`;
  if (signature.format === "timeFirst") return [timestamp, mac].join(signature.separator ?? ",");
  const time = signature.timestampKey ? [`${signature.timestampKey}=${timestamp}`] : [];
  return [...time, `${signature.signatureKeys?.[0]}=${mac}`].join(signature.separator ?? ",");
}
