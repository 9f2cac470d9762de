import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from "jose";
import { readPublicKey } from "../../../crypto/public-key.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { KeysUnreachable } from "../key-source.ts";
import { lookUpHeader } from "../raw-request.ts";
import { type Verdict, VerdictBuilder } from "../verdict.ts";
import { fillText } from "./signed-parts.ts";
import { checkWindow } from "./time-window.ts";

type Rule = VerificationTable["bearerJwt"];

/** Public keys only: with a shared secret whoever verifies could sign too, and a public key must never count as one. */
const publicAlgorithms = /^(RS|PS|ES)(256|384|512)$|^EdDSA$/;

export async function verifyBearerJwt(rule: Rule, check: Check): Promise<Verdict> {
  const verdict = new VerdictBuilder();
  const { count, value } = lookUpHeader(check.request.rawHeaders, "authorization");
  const token = count === 1 ? /^bearer +([A-Za-z0-9_.-]+)$/i.exec(value)?.[1] : undefined;
  if (token === undefined) {
    const fault = count === 0 ? "is missing" : count > 1 ? "is repeated" : "is not a bearer token";
    verdict.fail("Authorization header", `the Authorization header ${fault}`, {
      expected: "one: Bearer, a space, and a JWT",
    });
    for (const step of ["Signature", "Issuer and audience", "Time window"]) verdict.notReached(step);
    return verdict.end();
  }
  verdict.pass("Authorization header");
  const claims = await claimsOf(rule, check, token, verdict);
  if (claims === undefined || claims === "unreachable") {
    for (const step of ["Issuer and audience", "Time window"]) verdict.notReached(step);
    return verdict.end({ isUndecided: claims === "unreachable" });
  }
  checkClaims(rule, check, claims, verdict);
  checkAddressee(rule, check, verdict);
  const timestamped = checkTimes(claims, check, verdict);
  return verdict.end({ timestamped, signature: signedPart(token), claims });
}

/** Header and claims: the signature over them may be spelled in several ways. */
const signedPart = (token: string): string => token.slice(0, token.lastIndexOf("."));

async function claimsOf(rule: Rule, check: Check, token: string, verdict: VerdictBuilder) {
  const fields = check.fieldSets[0] ?? {};
  const algorithms = fillText(rule.algorithms, fields)
    .split(/[\s,]+/)
    .filter((name) => publicAlgorithms.test(name));
  const options: JWTVerifyOptions = {
    algorithms,
    currentDate: new Date(check.nowMs),
    clockTolerance: 10 * 365 * 86_400,
  };
  try {
    const claims = await verifiedBy(rule, check, fields, token, options);
    verdict.pass("Signature");
    return claims;
  } catch (error) {
    const isKey = !(error instanceof errors.JOSEError) || error instanceof errors.JWKSNoMatchingKey;
    verdict.fail(
      "Signature",
      isKey ? "the key that signed the JWT cannot be had" : "the JWT's signature does not match",
      {
        expected: `a JWT signed with ${algorithms.join(", ")} by a key of the credential`,
        received: error instanceof errors.JOSEAlgNotAllowed ? "another algorithm" : "another signature or key",
      },
    );
    return error instanceof KeysUnreachable ? "unreachable" : undefined;
  }
}

/** A key that is not in the set in memory may be new there: the address is asked once more, at most once a minute. */
async function verifiedBy(
  rule: Rule,
  check: Check,
  fields: Record<string, string>,
  token: string,
  options: JWTVerifyOptions,
) {
  const pem = fillText(rule.publicKey, fields);
  if (pem !== "") return (await jwtVerify(token, readPublicKey(pem), options)).payload;
  const url = fillText(rule.jwksUrl, fields);
  if (!check.keys) throw new Error("no keys");
  try {
    return (await jwtVerify(token, await check.keys.jwks(url), options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    return (await jwtVerify(token, await check.keys.jwks(url, true), options)).payload;
  }
}

function checkClaims(rule: Rule, check: Check, claims: JWTPayload, verdict: VerdictBuilder): void {
  const fields = check.fieldSets[0] ?? {};
  const fill = (template: string): string => fillText(template, fields);
  const audience = [claims.aud ?? []].flat();
  const claim = fill(rule.claim);
  const faults = [
    fill(rule.issuer) !== "" && claims.iss !== fill(rule.issuer) ? "issuer" : "",
    fill(rule.audience) !== "" && !audience.includes(fill(rule.audience)) ? "audience" : "",
    claim !== "" && String(claims[claim] ?? "") !== fill(rule.claimValue) ? `claim ${claim}` : "",
  ].filter((fault) => fault !== "");
  if (faults.length === 0) verdict.pass("Issuer and audience");
  else
    verdict.fail("Issuer and audience", `the JWT has another ${faults.join(" and another ")}`, {
      expected: "those of the credential",
      received: "another value",
    });
}

/** Published keys sign for many receivers: only an audience or another claim tells that a token is for us. */
function checkAddressee(rule: Rule, { fieldSets: [fields = {}] }: Check, verdict: VerdictBuilder): void {
  const fill = (template: string): string => fillText(template, fields);
  if (fill(rule.publicKey) !== "" || fill(rule.audience) !== "" || fill(rule.claim) !== "") return;
  verdict.fail("Issuer and audience", "the credential names no audience, so a token for anybody would pass", {
    expected: "an audience or a further claim in the credential, beside its JWKS URL",
  });
}

/** RFC 7519: `exp` must be there and lie ahead, `nbf` and `iat` may lie at most a window ahead. */
function checkTimes({ exp, nbf, iat }: JWTPayload, check: Check, verdict: VerdictBuilder): boolean {
  const nowSeconds = check.nowMs / 1000;
  const isAhead = (time: unknown): boolean => typeof time === "number" && time > nowSeconds + check.windowSeconds;
  if (typeof exp !== "number" || exp <= nowSeconds) {
    verdict.fail("Time window", exp === undefined ? "the JWT does not say when it ends" : "the JWT has expired", {
      expected: "a time ahead in exp",
    });
    return false;
  }
  if (isAhead(nbf) || isAhead(iat)) {
    verdict.fail("Time window", "the JWT is not valid yet", {
      expected: "nbf and iat that have come",
      received: "a time ahead",
    });
    return false;
  }
  if (typeof iat === "number" && exp - iat <= check.windowSeconds)
    return checkWindow(verdict, iat * 1000, check.nowMs, check.windowSeconds);
  verdict.pass("Time window");
  return true;
}
