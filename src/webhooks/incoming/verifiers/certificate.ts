import { crc32 } from "node:zlib";
import { equalText } from "../../../crypto/compare.ts";
import { readCertificateChain, verifyRsa } from "../../../crypto/public-key.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";
import { type Verdict, VerdictBuilder } from "../verdict.ts";
import { fillText } from "./signed-parts.ts";

type Rule = VerificationTable["certificate"];
type Members = Record<string, unknown>;

interface Signed {
  text: string;
  hash: "sha1" | "sha256";
}

/** The certificate is fetched only from hosts that the rule pins, and kept for an hour. */
export async function verifyCertificate(rule: Rule, check: Check): Promise<Verdict> {
  const verdict = new VerdictBuilder();
  const body = parse(check.request.body);
  const url = read(rule.url, check, body);
  const signature = read(rule.signature, check, body);
  if (url !== undefined && new RegExp(rule.pinned).test(url)) verdict.pass("Certificate's address");
  else {
    const reason =
      url === undefined ? "the request names no certificate" : "the certificate's address is not the sender's";
    verdict.fail("Certificate's address", reason, { expected: "https, on a host of the sender" });
  }
  checkTopic(rule, check, body, verdict);
  const signed = signature === undefined ? undefined : signers[rule.signed](rule, check, body);
  if (verdict.reason !== null || !signed || url === undefined || signature === undefined) {
    if (verdict.reason === null) verdict.fail("Signature", "the request holds no signature", { expected: "one" });
    else verdict.notReached("Signature");
    return verdict.end();
  }
  if (await isSigned(check, url, signed, signature)) verdict.pass("Signature");
  else
    verdict.fail("Signature", "the signature does not match, or the certificate is not valid", {
      expected: "RSA by the sender's certificate",
      received: "another value",
    });
  return verdict.end({ signature });
}

async function isSigned(check: Check, url: string, { hash, text }: Signed, signature: string): Promise<boolean> {
  try {
    const pem = await check.keys?.certificate(url);
    const { publicKey } = readCertificateChain(pem ?? "", check.nowMs);
    return verifyRsa(hash, publicKey, Buffer.from(text, "utf8"), signature);
  } catch {
    return false;
  }
}

/** A topic that is not ours could make us visit an address or start a run for somebody else's message. */
function checkTopic({ topic }: Rule, check: Check, body: Members, verdict: VerdictBuilder): void {
  if (topic === undefined) return;
  const given = String(body.TopicArn ?? "");
  const isOurs = check.fieldSets.some((fields) => equalText(given, fillText(topic, fields)));
  if (isOurs) verdict.pass("Topic");
  else verdict.fail("Topic", "the message is of another topic", { expected: "the topic of the credential" });
}

const signers: Record<Rule["signed"], (rule: Rule, check: Check, body: Members) => Signed | undefined> = {
  /** Transmission id, time, id of the webhook, and CRC-32 of the body. */
  paypal: ({ webhookId = "" }, check) => {
    const header = (name: string): string | undefined => single(check, name);
    const [id, time] = [header("paypal-transmission-id"), header("paypal-transmission-time")];
    if (!id || !time || header("paypal-auth-algo") !== "SHA256withRSA") return undefined;
    const own = fillText(webhookId, check.fieldSets[0] ?? {});
    return { hash: "sha256", text: [id, time, own, crc32(check.request.body)].join("|") };
  },
  /** Names and values of some members, a line each. */
  sns: (_rule, _check, body) => {
    const isNotice = body.Type === "Notification";
    const names = isNotice
      ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
      : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    const present = names.filter((name) => typeof body[name] === "string");
    if (present.length < names.length - Number(isNotice)) return undefined;
    const hash = body.SignatureVersion === "2" ? "sha256" : body.SignatureVersion === "1" ? "sha1" : undefined;
    return hash && { hash, text: present.map((name) => `${name}\n${body[name]}\n`).join("") };
  },
};

function read(place: { header: string } | { bodyPath: string }, check: Check, body: Members): string | undefined {
  if ("header" in place) return single(check, place.header.toLowerCase());
  const value = Object.hasOwn(body, place.bodyPath) ? body[place.bodyPath] : undefined;
  return typeof value === "string" ? value : undefined;
}

function single({ request }: Check, name: string): string | undefined {
  const { count, value } = lookUpHeader(request.rawHeaders, name);
  return count === 1 ? value : undefined;
}

function parse(body: Buffer): Members {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Members) : {};
  } catch {
    return {};
  }
}
