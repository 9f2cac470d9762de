import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import { equalDigests } from "../../../crypto/compare.ts";
import { hmac } from "../../../crypto/digest.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";
import { type Verdict, VerdictBuilder } from "../verdict.ts";
import { fillText } from "./signed-parts.ts";
import { checkWindow } from "./time-window.ts";

type Rule = VerificationTable["jwtOrHmac"];

/**
 * The HMAC decides when the webhook names a header and the request has it, because it covers the body; else the bearer token.
 */
export async function verifyJwtOrHmac(rule: Rule, check: Check): Promise<Verdict> {
  const name = check.settings.signatureHeader;
  const sent = name ? lookUpHeader(check.request.rawHeaders, name.toLowerCase()) : undefined;
  if (name && sent && sent.count > 0) return verifyHmac(rule, check, name, sent);
  return verifyJwt(rule, check, name);
}

function verifyHmac(rule: Rule, check: Check, name: string, sent: { count: number; value: string }): Verdict {
  const verdict = new VerdictBuilder();
  if (sent.count > 1) {
    verdict.fail("Signature header", `the ${name} header is repeated`, {
      expected: "one",
      received: `${sent.count} of them`,
    });
    verdict.notReached("Signature");
    return verdict.end();
  }
  verdict.pass("Signature header");
  const matched = matchingHmac(rule, check, sent.value);
  if (matched >= 0)
    verdict.pass("Signature", matched > 0 ? "made with an earlier secret that is still valid" : undefined);
  else {
    verdict.fail("Signature", "the signature does not match", {
      expected: `HMAC-${rule.hash.toUpperCase()} over the raw body, in ${rule.encodings.join(" or ")}`,
      received: "another value",
    });
  }
  return verdict.end({ signature: sent.value, usedEarlierSecret: matched > 0 });
}

export function matchingHmac(rule: Rule, check: Check, signature: string): number {
  let matched = -1;
  for (let set = check.fieldSets.length - 1; set >= 0; set -= 1) {
    const right = hmac(rule.hash, fillText(rule.key, check.fieldSets[set] ?? {}), check.request.body);
    for (const encoding of rule.encodings) if (equalDigests(signature, right.toString(encoding))) matched = set;
  }
  return matched;
}

async function verifyJwt(rule: Rule, check: Check, headerName: string | undefined): Promise<Verdict> {
  const verdict = new VerdictBuilder();
  const { count, value } = lookUpHeader(check.request.rawHeaders, "authorization");
  const token = count === 1 ? /^bearer +([A-Za-z0-9_.-]+)$/i.exec(value)?.[1] : undefined;
  if (token === undefined) {
    const fault = count === 0 ? "is missing" : count > 1 ? "is repeated" : "is not a bearer token";
    verdict.fail("Authorization header", `the Authorization header ${fault}`, {
      expected: headerName
        ? `a bearer token, or a signature in the ${headerName} header`
        : "one header: Bearer, a space, and a JWT",
      received: count === 0 ? "none" : count > 1 ? `${count} of them` : "another form",
    });
    for (const check of ["Algorithm", "Signature", "Time window"]) verdict.notReached(check);
    return verdict.end();
  }
  verdict.pass("Authorization header");
  return judgeToken(rule, check, token, verdict);
}

async function judgeToken(rule: Rule, check: Check, token: string, verdict: VerdictBuilder): Promise<Verdict> {
  const algorithm = algorithmOf(token);
  const expected = `a JWT signed with ${rule.algorithms.join(", ")}`;
  if (!rule.algorithms.some((allowed) => allowed === algorithm)) {
    const reason =
      algorithm === undefined ? "the bearer token is not a JWT" : "the JWT has an algorithm that is not allowed";
    verdict.fail("Algorithm", reason, {
      expected,
      received: algorithm === undefined ? "another form" : "another algorithm",
    });
    for (const check of ["Signature", "Time window"]) verdict.notReached(check);
    return verdict.end();
  }
  verdict.pass("Algorithm");
  const found = await claimsOf(rule, check, token);
  if (!found) {
    verdict.fail("Signature", "the JWT's signature does not match", { expected, received: "another signature" });
    verdict.notReached("Time window");
    return verdict.end();
  }
  verdict.pass("Signature", found.set > 0 ? "made with an earlier secret that is still valid" : undefined);
  const timestamped = checkTimes(verdict, found.claims, check);
  return verdict.end({ timestamped, signature: token, claims: found.claims, usedEarlierSecret: found.set > 0 });
}

/** The clock is checked after, so that a token out of time is told apart from one with a wrong signature. */
async function claimsOf(
  rule: Rule,
  check: Check,
  token: string,
): Promise<{ claims: JWTPayload; set: number } | undefined> {
  let found: { claims: JWTPayload; set: number } | undefined;
  for (let set = check.fieldSets.length - 1; set >= 0; set -= 1) {
    const key = Buffer.from(fillText(rule.key, check.fieldSets[set] ?? {}), "utf8");
    const claims = await jwtVerify(token, key, { algorithms: rule.algorithms, currentDate: new Date(0) }).then(
      ({ payload }) => payload,
      (error: unknown) => claimsDespiteClock(error),
    );
    if (claims) found = { claims, set };
  }
  return found;
}

/** jose checks the signature before the claims: an error about a claim still carries the verified payload. */
function claimsDespiteClock(error: unknown): JWTPayload | undefined {
  if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) return error.payload;
  return undefined;
}

/** `exp` must lie ahead; `nbf` at most a window ahead; `iat` within the window both ways; one of `exp` and `iat` must be there. */
function checkTimes(verdict: VerdictBuilder, claims: JWTPayload, check: Check): boolean {
  const { exp, nbf, iat } = claims;
  const nowSeconds = check.nowMs / 1000;
  if (
    [exp, nbf, iat].some((time) => time !== undefined && !Number.isFinite(time)) ||
    (exp === undefined && iat === undefined)
  ) {
    verdict.fail("Time window", "the JWT does not say when it was made or ends", {
      expected: "the claim exp or iat, as a number",
    });
    return false;
  }
  if (exp !== undefined && exp <= nowSeconds) {
    verdict.fail("Time window", "the JWT has expired", {
      expected: "a time ahead in exp",
      received: "a time that is over",
    });
    return false;
  }
  if (nbf !== undefined && nbf > nowSeconds + check.windowSeconds) {
    verdict.fail("Time window", "the JWT is not valid yet", {
      expected: "a time that has come in nbf",
      received: "a time ahead",
    });
    return false;
  }
  if (iat !== undefined) return checkWindow(verdict, iat * 1000, check.nowMs, check.windowSeconds);
  verdict.pass("Time window");
  return true;
}

/** Undefined unless the token has three canonical base64url parts and a readable header. */
function algorithmOf(token: string): string | undefined {
  const parts = token.split(".");
  if (parts.length !== 3 || parts.some((part) => Buffer.from(part, "base64url").toString("base64url") !== part))
    return undefined;
  try {
    return decodeProtectedHeader(token).alg;
  } catch {
    return undefined;
  }
}
