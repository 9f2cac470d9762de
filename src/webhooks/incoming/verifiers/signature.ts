import { equalText } from "../../../crypto/compare.ts";
import type { SignatureRule } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";
import { type Verdict, VerdictBuilder } from "../verdict.ts";
import { matches } from "./mac.ts";
import { expectedForm, readSignatures } from "./signature-header.ts";
import { fillText, namesIn, type Values } from "./signed-parts.ts";
import { signedUrls } from "./signed-url.ts";
import { checkWindow, readTimestamp } from "./time-window.ts";

/** A signature over a template, sent in a header. */
export function verifySignature(rule: SignatureRule, check: Check): Verdict {
  const verdict = new VerdictBuilder();
  const signatures = readSignatureHeader(rule, check, verdict);
  const atMs = readTime(rule, check, signatures.timestamp, verdict);
  const parameters = readParameters(rule, check, verdict);
  checkEqualHeaders(rule, check, verdict);
  if (verdict.reason !== null) return unreachable(rule, verdict);

  const values = { ...parameters, timestamp: signatures.timestamp ?? timestampText(rule, check) };
  const matched = matchingFieldSet(rule, check, values, signatures.signatures);
  if (matched === -1) {
    verdict.fail("Signature", "the signature does not match", {
      expected: describeSigned(rule),
      received: `another value: ${shorten(signatures.signatures[0] ?? "")}`,
    });
  } else {
    verdict.pass("Signature", matched > 0 ? "made with an earlier secret that is still valid" : undefined);
  }
  const timestamped = atMs !== undefined && checkWindow(verdict, atMs, check.nowMs, check.windowSeconds);
  return verdict.end({ timestamped, signature: signatures.signatures.join(","), usedEarlierSecret: matched > 0 });
}

/** Which of the field sets made one of the signatures: all are tried, whatever matches first. -1: none. */
export function matchingFieldSet(rule: SignatureRule, check: Check, values: Values, signatures: string[]): number {
  let matched = -1;
  const urls = rule.mac.signed.includes("{url}") ? signedUrls(check.url, rule.decodeInUrl) : [check.url];
  for (let set = check.fieldSets.length - 1; set >= 0; set -= 1) {
    for (const url of urls) {
      const { method, body } = check.request;
      if (matches(rule.mac, { ...values, ...check.fieldSets[set], method, body, url }, signatures)) matched = set;
    }
  }
  return matched;
}

/** What a signature is made of, as far as the request has it; checks nothing. */
export function readForSigning(
  rule: SignatureRule,
  check: Check,
): { values: Record<string, string>; signatures: string[] } {
  const { rawHeaders } = check.request;
  const read = readSignatures(rule.signature, lookUpHeader(rawHeaders, rule.signature.header.toLowerCase()).value);
  const values: Record<string, string> = { timestamp: read.timestamp ?? timestampText(rule, check) };
  for (const [name, { header }] of Object.entries(rule.parameters ?? {})) {
    values[name] = lookUpHeader(rawHeaders, header.toLowerCase()).value;
  }
  return { values, signatures: read.signatures };
}

function readSignatureHeader(rule: SignatureRule, check: Check, verdict: VerdictBuilder) {
  const name = rule.signature.header;
  if (rule.signature.otherHeaders) return readSeveral(rule, check, verdict);
  const { count, value } = lookUpHeader(check.request.rawHeaders, name.toLowerCase());
  const expected = `one ${name} header with ${expectedForm(rule.signature)}`;
  if (count !== 1) {
    verdict.fail("Signature header", count === 0 ? `the ${name} header is missing` : `the ${name} header is repeated`, {
      expected,
      received: count === 0 ? "none" : `${count} of them`,
    });
    return { signatures: [], timestamp: undefined };
  }
  const read = readSignatures(rule.signature, value);
  if (read.fault === undefined) verdict.pass("Signature header");
  else verdict.fail("Signature header", `the ${name} header cannot be read`, { expected, received: read.fault });
  return read;
}

/** Each of several headers may come once; what all of them hold counts. */
function readSeveral(rule: SignatureRule, check: Check, verdict: VerdictBuilder) {
  const names = [rule.signature.header, ...(rule.signature.otherHeaders ?? [])];
  const found = names.map((name) => lookUpHeader(check.request.rawHeaders, name.toLowerCase()));
  const signatures = found
    .filter(({ count }) => count === 1)
    .flatMap(({ value }) => readSignatures(rule.signature, value).signatures);
  const expected = `the ${names[0]} header, each of its kind once`;
  if (found.some(({ count }) => count > 1)) {
    verdict.fail("Signature header", `a ${names[0]} header is repeated`, { expected, received: "one that came twice" });
  } else if (signatures.length === 0) {
    verdict.fail("Signature header", `the ${names[0]} header is missing`, { expected, received: "none" });
  } else verdict.pass("Signature header");
  return { signatures, timestamp: undefined };
}

function readTime(rule: SignatureRule, check: Check, inList: string | undefined, verdict: VerdictBuilder) {
  if (!rule.timestamp) return undefined;
  const { header, unit } = rule.timestamp;
  const found = header ? lookUpHeader(check.request.rawHeaders, header.toLowerCase()) : listValue(inList);
  const place = header ? `the ${header} header` : `${timeWords(rule)} of the ${rule.signature.header} header`;
  const expected = unit === "iso" ? `${place} with an ISO 8601 time` : `${place} with Unix ${unit}`;
  if (found.count !== 1) {
    const reason = found.count === 0 ? `${place} is missing` : `${place} is repeated`;
    verdict.fail("Timestamp", reason, { expected, received: found.count === 0 ? "none" : `${found.count} of them` });
    return undefined;
  }
  const atMs = readTimestamp(found.value, unit);
  if (atMs === undefined)
    verdict.fail("Timestamp", unit === "iso" ? "the timestamp is no ISO 8601 time" : "the timestamp is not a number", {
      expected,
      received: "another form",
    });
  else verdict.pass("Timestamp");
  return atMs;
}

const timeWords = ({ signature: { format, timestampKey } }: SignatureRule): string =>
  format === "timeFirst" ? "the time at the front" : `${timestampKey}=`;

const listValue = (value: string | undefined) => ({ count: value === undefined ? 0 : 1, value: value ?? "" });

function timestampText(rule: SignatureRule, check: Check): string {
  const header = rule.timestamp?.header;
  return header ? lookUpHeader(check.request.rawHeaders, header.toLowerCase()).value : "";
}

function readParameters(rule: SignatureRule, check: Check, verdict: VerdictBuilder): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, { header, pattern }] of Object.entries(rule.parameters ?? {})) {
    const { count, value } = lookUpHeader(check.request.rawHeaders, header.toLowerCase());
    values[name] = value;
    if (count === 1 && new RegExp(pattern).test(value)) verdict.pass(`${header} header`);
    else {
      const fault = count === 0 ? "is missing" : count > 1 ? "is repeated" : "has characters that it may not have";
      verdict.fail(`${header} header`, `the ${header} header ${fault}`, {
        expected: `one value of the form ${pattern}`,
      });
    }
  }
  return values;
}

function checkEqualHeaders(rule: SignatureRule, check: Check, verdict: VerdictBuilder): void {
  for (const { header, value } of rule.equals ?? []) {
    const found = lookUpHeader(check.request.rawHeaders, header.toLowerCase());
    let equal = false;
    for (const fields of check.fieldSets) if (equalText(found.value, fillText(value, fields))) equal = true;
    if (found.count === 1 && equal) verdict.pass(`${header} header`);
    else {
      const fault =
        found.count === 0 ? "is missing" : found.count > 1 ? "is repeated" : "is not the one of the credential";
      verdict.fail(`${header} header`, `the ${header} header ${fault}`, {
        expected: `the credential's ${namesIn(value).join(", ")}`,
        received: found.count === 0 ? "none" : found.count > 1 ? `${found.count} of them` : "another value",
      });
    }
  }
}

function unreachable(rule: SignatureRule, verdict: VerdictBuilder): Verdict {
  verdict.notReached("Signature");
  if (rule.timestamp) verdict.notReached("Time window");
  return verdict.end();
}

/** E.g. "HMAC-SHA256, in hex, over the timestamp, ".", and the raw body". */
export function describeSigned(rule: SignatureRule): string {
  const names: Record<string, string> = { body: "the raw body", url: "the public URL", method: "the method" };
  const signed = rule.mac.signed
    .split(/(\{[A-Za-z0-9]+\})/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("{") ? (names[part.slice(1, -1)] ?? `the ${part.slice(1, -1)}`) : `"${part}"`));
  if (rule.mac.kind === "ed25519") return `Ed25519 over ${signed.join(", ")}`;
  const kind = rule.mac.kind === "hmac" ? "HMAC-" : "";
  return `${kind}${rule.mac.hash.toUpperCase()} in ${rule.mac.encoding} over ${signed.join(", ")}`;
}

const shorten = (signature: string): string =>
  signature.length > 8 ? `${signature.slice(0, 8)}… (${signature.length} characters)` : "too short";
