import {
  type InnerList,
  isInnerList,
  parseDictionary,
  serializeDictionary,
  serializeInnerList,
} from "structured-headers";
import { equalBytes } from "../../../crypto/compare.ts";
import { digest, hmac } from "../../../crypto/digest.ts";
import { verifyMessage } from "../../../crypto/message-algorithms.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { type Verdict, VerdictBuilder } from "../verdict.ts";
import { combined, signatureBase } from "./message-components.ts";
import { fillText } from "./signed-parts.ts";
import { checkWindow } from "./time-window.ts";

type Rule = VerificationTable["httpMessageSignature"];

const mostSignatures = 8;
const mostComponents = 30;

/**
 * RFC 9421. One signature must be right, cover the method and the target, carry `created` inside the window, and, of a
 * request with a body, cover a Content-Digest that is right.
 */
export function verifyHttpMessageSignature(rule: Rule, check: Check): Verdict {
  const verdict = new VerdictBuilder();
  const candidates = readCandidates(check);
  if (candidates.length === 0) {
    verdict.fail("Signature-Input header", "Signature-Input or Signature is missing or cannot be read", {
      expected: "RFC 9421",
    });
    for (const step of ["Content-Digest", "Covered components", "Signature", "Time window"]) verdict.notReached(step);
    return verdict.end();
  }
  verdict.pass("Signature-Input header");
  if (check.request.body.length > 0) checkDigest(check, verdict);
  const covering = candidates.filter(({ input }) => coversEnough(input, check));
  if (covering.length > 0) verdict.pass("Covered components");
  else
    verdict.fail("Covered components", "the signature does not cover enough of the request", {
      expected: "@method, @target-uri or @path, and content-digest where there is a body",
    });
  const found = verdict.reason === null ? covering.find((candidate) => isRight(rule, check, candidate)) : undefined;
  if (found) verdict.pass("Signature");
  else if (verdict.reason !== null) verdict.notReached("Signature");
  else
    verdict.fail("Signature", "the signature does not match", {
      expected: "a signature by the key of the credential",
      received: "another value",
    });
  if (!found) verdict.notReached("Time window");
  const timestamped = found !== undefined && checkTimes(found.input[1], check, verdict);
  return verdict.end({ timestamped, signature: found ? (signatureBase(found.input, check) ?? "") : "" });
}

/** Section 3.2: `created` must be there and near, and `expires`, where it is there, must lie ahead. */
function checkTimes(parameters: InnerList[1], { nowMs, windowSeconds }: Check, verdict: VerdictBuilder): boolean {
  const [created, expires] = [parameters.get("created"), parameters.get("expires")];
  if (typeof created !== "number")
    verdict.fail("Time window", "the signature does not say when it was made", { expected: "the parameter created" });
  else if (expires !== undefined && !(typeof expires === "number" && expires * 1000 >= nowMs))
    verdict.fail("Time window", "the signature has expired", { expected: "a time ahead in expires" });
  else return checkWindow(verdict, created * 1000, nowMs, windowSeconds);
  return false;
}

interface Candidate {
  input: InnerList;
  signature: Buffer;
}

function readCandidates({ request }: Check): Candidate[] {
  try {
    const inputs = parseDictionary(combined(request.rawHeaders, "signature-input") ?? "");
    const signatures = parseDictionary(combined(request.rawHeaders, "signature") ?? "");
    return [...inputs].slice(0, mostSignatures).flatMap(([label, input]): Candidate[] => {
      const value = signatures.get(label)?.[0];
      const isUsable = isInnerList(input) && input[0].length <= mostComponents && value instanceof ArrayBuffer;
      return isUsable ? [{ input, signature: Buffer.from(value as ArrayBuffer) }] : [];
    });
  } catch {
    return [];
  }
}

function coversEnough([components]: InnerList, { request }: Check): boolean {
  const names = components.filter(([, parameters]) => parameters.size === 0).map(([name]) => name);
  const coversTarget =
    names.includes("@target-uri") ||
    (names.includes("@path") && (!request.target.includes("?") || names.includes("@query")));
  return names.includes("@method") && coversTarget && (request.body.length === 0 || names.includes("content-digest"));
}

/** RFC 9530: every digest of a kind that we know must be right, and one must be there. */
function checkDigest({ request }: Check, verdict: VerdictBuilder): void {
  const known = { "sha-256": "sha256", "sha-512": "sha512" } as const;
  let right = 0;
  let wrong = 0;
  try {
    for (const [name, [value]] of parseDictionary(combined(request.rawHeaders, "content-digest") ?? "")) {
      const hash = known[name as keyof typeof known];
      if (!hash || !(value instanceof ArrayBuffer)) continue;
      if (equalBytes(digest(hash, request.body), Buffer.from(value))) right++;
      else wrong++;
    }
  } catch {
    wrong++;
  }
  if (right > 0 && wrong === 0) verdict.pass("Content-Digest");
  else
    verdict.fail("Content-Digest", wrong > 0 ? "Content-Digest is of another body" : "Content-Digest is missing", {
      expected: "sha-256 or sha-512 of the body",
    });
}

function isRight(rule: Rule, check: Check, { input, signature }: Candidate): boolean {
  const text = signatureBase(input, check);
  if (text === undefined) return false;
  const base = Buffer.from(text);
  let found = false;
  for (const fields of check.fieldSets) {
    const keyId = fillText(rule.keyId, fields);
    const isOurs = keyId === "" || input[1].get("keyid") === keyId;
    const algorithm = fillText(rule.algorithm, fields);
    const isNamed = (input[1].get("alg") ?? algorithm) === algorithm;
    if (isOurs && isNamed && verifyMessage(algorithm, fillText(rule.key, fields), base, signature)) found = true;
  }
  return found;
}

/** For the sample request: the headers that a sender with the shared secret would send. */
export function signMessage(key: string, keyId: string, check: Check): [string, string][] {
  const { body } = check.request;
  const hash = Uint8Array.from(digest("sha256", body)).buffer;
  const contentDigest = serializeDictionary(new Map([["sha-256", [hash, new Map()]]]));
  const components = ["@method", "@target-uri", "content-digest"].map((name): InnerList[0][number] => [
    name,
    new Map(),
  ]);
  const parameters = new Map<string, string | number>([["created", Math.floor(check.nowMs / 1000)]]);
  if (keyId !== "") parameters.set("keyid", keyId);
  const input: InnerList = [components, parameters];
  const rawHeaders = ["content-digest", contentDigest];
  const base = signatureBase(input, { ...check, request: { ...check.request, rawHeaders } }) ?? "";
  const mac = Uint8Array.from(hmac("sha256", Buffer.from(key, "base64"), base)).buffer;
  return [
    ["Content-Digest", contentDigest],
    ["Signature-Input", `sig1=${serializeInnerList(input)}`],
    ["Signature", serializeDictionary(new Map([["sig1", [mac, new Map()]]]))],
  ];
}
