import type { SignatureRule, VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";
import { refusal, type Verdict } from "../verdict.ts";
import { verifySignature } from "./signature.ts";

type Rule = VerificationTable["signatureVersions"];

/**
 * One of several versions of a vendor's signature. The first version that the webhook allows and the request carries
 * decides, so a request cannot be talked down to an older version. Where a request does not say which of the versions that
 * share a header it has, any of those may match.
 */
export function verifySignatureVersions(rule: Rule, check: Check): Verdict {
  const allowed = allowedVersions(rule, check);
  const candidates = candidateRules(rule, allowed, check);
  const [first, ...others] = candidates;
  if (!first) return noVersion(rule, allowed, check);
  let verdict = verifySignature(first, check);
  for (const other of others) {
    const next = verifySignature(other, check);
    if (next.accepted && !verdict.accepted) verdict = next;
  }
  return verdict;
}

export function allowedVersions(rule: Rule, check: Check): string[] {
  const chosen = check.settings[rule.option];
  const names = Array.isArray(chosen) && chosen.length > 0 ? chosen : rule.default;
  return Object.keys(rule.versions).filter((version) => names.includes(version));
}

/** The first version carried, and those after it that share its header when the request does not announce one. */
export function candidateRules(rule: Rule, allowed: string[], check: Check): SignatureRule[] {
  const carried = allowed.map((name) => rule.versions[name]).filter((version) => version && isCarried(version, check));
  return carried.filter((version) => version?.signature.header === carried[0]?.signature.header) as SignatureRule[];
}

function isCarried(rule: SignatureRule, check: Check): boolean {
  const { rawHeaders } = check.request;
  if (lookUpHeader(rawHeaders, rule.signature.header.toLowerCase()).count === 0) return false;
  if (!rule.announcedBy) return true;
  const announced = lookUpHeader(rawHeaders, rule.announcedBy.header.toLowerCase());
  return announced.count === 0 || (announced.count === 1 && announced.value === rule.announcedBy.value);
}

function noVersion(rule: Rule, allowed: string[], check: Check): Verdict {
  const others = Object.keys(rule.versions).filter((version) => !allowed.includes(version));
  const sent = candidateRules(rule, others, check).length > 0;
  const expected = `a signature of version ${allowed.join(" or ")}`;
  if (!sent) return refusal("Signature header", "no signature of an allowed version", { expected, received: "none" });
  return refusal("Signature version", "the signature has a version that this webhook does not allow", {
    expected,
    received: "another version",
    likelyCause: `The sender uses ${others.join(" or ")}. Allow that version in the webhook's options, or switch the sender to ${allowed.join(" or ")}.`,
  });
}
