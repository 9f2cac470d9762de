import { crc32 } from "node:zlib";
import { equalText } from "../../../crypto/compare.ts";
import { verifyRsa } from "../../../crypto/public-key.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { KeysUnreachable } from "../key-source.ts";
import { lookUpHeader } from "../raw-request.ts";
import { type Verdict, VerdictBuilder } from "../verdict.ts";
import { fillText } from "./signed-parts.ts";

type Rule = VerificationTable["certificate"];
type Members = Record<string, unknown>;

interface Signed {
  text: string;
  hash: "sha1" | "sha256";
}

/**
 * The certificate is fetched only from hosts that the rule pins, is kept for an hour, and must be the sender's and valid each
 * time.
 */
export async function verifyCertificate(rule: Rule, check: Check): Promise<Verdict> {
  const verdict = new VerdictBuilder();
  const body = parse(check.request.body);
  const url = read(rule.url, check, body);
  const address = new RegExp(rule.pinned).exec(url ?? "");
  if (address) verdict.pass("Certificate's address");
  else {
    const reason =
      url === undefined ? "the request names no certificate" : "the certificate's address is not the sender's";
    verdict.fail("Certificate's address", reason, { expected: "https, on a host of the sender" });
  }
  checkTopic(rule, check, body, verdict);
  const signature = read(rule.signature, check, body);
  const signed = signature === undefined ? undefined : signers[rule.signed](rule, check, body);
  if (!signed || signature === undefined) {
    verdict.notReached("Certificate");
    verdict.fail("Signature", "the request holds no signature that could be checked", { expected: "one" });
    return verdict.end();
  }
  if (!address || verdict.reason !== null) {
    for (const step of ["Certificate", "Signature"]) verdict.notReached(step);
    return verdict.end();
  }
  return checkSignature(rule, check, address, signed, signature, verdict);
}

async function checkSignature(
  rule: Rule,
  check: Check,
  address: RegExpExecArray,
  { hash, text }: Signed,
  signature: string,
  verdict: VerdictBuilder,
): Promise<Verdict> {
  const { key, isUndecided } = await signersKey(rule, check, address, verdict);
  if (!key) verdict.notReached("Signature");
  else if (verifyRsa(hash, key, Buffer.from(text, "utf8"), signature)) verdict.pass("Signature");
  else
    verdict.fail("Signature", "the signature does not match", {
      expected: "RSA by the sender's certificate",
      received: "another value",
    });
  return verdict.end({ signature, isUndecided });
}

async function signersKey(rule: Rule, { keys, nowMs }: Check, address: RegExpExecArray, verdict: VerdictBuilder) {
  const groups = Object.fromEntries(Object.entries(address.groups ?? {}).map(([name, text]) => [name, text ?? ""]));
  const names = rule.names.map((name) => fillText(name, groups));
  const expected = `one of ${names.join(", ")}, valid now, from a trusted authority`;
  try {
    const judged = await keys?.certificate(address[0], { names, atMs: nowMs });
    if (judged && "publicKey" in judged) {
      verdict.pass("Certificate");
      return { key: judged.publicKey, isUndecided: false };
    }
    verdict.fail("Certificate", `the certificate ${judged?.fault ?? "cannot be read"}`, { expected });
    return { isUndecided: false };
  } catch (error) {
    verdict.fail("Certificate", "the certificate cannot be fetched", { expected, received: "no certificate" });
    return { isUndecided: error instanceof KeysUnreachable };
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
