import type { Context } from "../../../context.ts";
import type { SignatureRule, Verification } from "../../../define/verifications.ts";
import type { VerdictStep } from "../../../store/schema.ts";
import type { Check } from "../check.ts";
import type { Endpoint } from "../endpoints.ts";
import type { Verdict } from "../verdict.ts";
import { allowedVersions, candidateRules } from "../verifiers/signature-versions.ts";
import { verify } from "../verify.ts";
import { basicCause } from "./basic-causes.ts";
import { clockCause } from "./clock-cause.ts";
import { foreignSender } from "./foreign-headers.ts";
import { endedFieldSets, siblingFieldSets } from "./other-secrets.ts";
import { signatureCause } from "./signature-causes.ts";

/** A longer body is not tried in other spellings. */
const maxExaminedBytes = 64 * 1024;

type Parts = Pick<Context, "store" | "vault" | "log">;

/** The steps of a refusal with its likely cause beside the step that failed. Never throws, names no secret. Costs one query at most. */
export async function diagnose(
  parts: Parts,
  endpoint: Endpoint,
  check: Check,
  verdict: Verdict,
): Promise<VerdictStep[]> {
  const failed = verdict.steps.findIndex((step) => step.passed === false);
  const step = verdict.steps[failed];
  const verification = endpoint.rules?.verification;
  if (!step || !verification || step.likelyCause !== undefined) return verdict.steps;
  const likelyCause = await findCause(parts, endpoint, verification, check, step).catch((error: unknown) => {
    parts.log.warn(
      { name: error instanceof Error ? error.name : "unknown" },
      "A refused request could not be diagnosed",
    );
    return undefined;
  });
  return likelyCause === undefined ? verdict.steps : verdict.steps.with(failed, { ...step, likelyCause });
}

async function findCause(
  parts: Parts,
  endpoint: Endpoint,
  verification: Verification,
  check: Check,
  step: VerdictStep,
): Promise<string | undefined> {
  if (step.check === "Time window") return clockCause(step, rulesOf(verification, check), check);
  if (step.received === "none" || step.check === "Authorization header") return missingCause(verification, check);
  if (step.received?.endsWith("of them"))
    return "A proxy on the way adds the header again, or someone tries to confuse the check.";
  if (step.check !== "Signature" && step.check !== "Username and password") return undefined;
  return (
    (await secretCause(parts, endpoint, verification, check)) ??
    contentCause(verification, check) ??
    likeliest(verification, check)
  );
}

/** When no mistake that can be tried explains it. A signature of a public key has no secret that could be another. */
function likeliest(verification: Verification, check: Check): string | undefined {
  const isShared = verification.verify === "jwtOrHmac" || rulesOf(verification, check).length > 0;
  if (verification.verify !== "basic" && !isShared) return undefined;
  const secret = verification.verify === "basic" ? "username or password" : "secret";
  return `The sender has another ${secret} than this credential. Correct it at the sender; or rotate the credential, then verify this request again.`;
}

function contentCause(verification: Verification, check: Check): string | undefined {
  if (check.request.body.length > maxExaminedBytes) return undefined;
  if (verification.verify === "basic") return basicCause(verification, check);
  for (const rule of rulesOf(verification, check)) {
    const cause = signatureCause(rule, check);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** Whether a secret made it that is not valid here: an ended one, or that of another credential. */
async function secretCause(parts: Parts, endpoint: Endpoint, verification: Verification, check: Check) {
  const isRightWith = async (fieldSets: Check["fieldSets"]): Promise<boolean> => {
    if (fieldSets.length === 0) return false;
    const { steps } = await verify(verification, { ...check, fieldSets });
    return steps.some(
      ({ check, passed }) => passed === true && (check === "Signature" || check === "Username and password"),
    );
  };
  if (await isRightWith(endedFieldSets(endpoint, check.nowMs))) {
    return "It was made with an earlier secret of this credential, whose time is over. Give the sender the new secret.";
  }
  for (const fields of await siblingFieldSets(parts, endpoint)) {
    if (!(await isRightWith([fields]))) continue;
    return "It was made with the secret of another credential of the same type in this organization. Are test and live mixed up?";
  }
  return undefined;
}

function missingCause(verification: Verification, check: Check): string | undefined {
  const expected = rulesOf(verification, check).map((rule) => rule.signature.header);
  const own = verification.verify === "basic" || verification.verify === "jwtOrHmac" ? ["authorization"] : expected;
  const sender = foreignSender(check.request.rawHeaders, own);
  if (sender) return `It looks like a request of ${sender}. The credential of this webhook has another type.`;
  return verification.verify === "basic"
    ? "The sender sends no username and password."
    : "The sender does not sign, or a proxy removes the header.";
}

/** Rules of plain signatures that the request may have been meant for. */
export function rulesOf(verification: Verification, check: Check): SignatureRule[] {
  if (verification.verify === "signature") return [verification];
  if (verification.verify === "signatureVersions") {
    const allowed = allowedVersions(verification, check);
    const carried = candidateRules(verification, allowed, check);
    return carried.length > 0 ? carried : allowed.flatMap((name) => verification.versions[name] ?? []);
  }
  if (verification.verify === "jwtOrHmac" && check.settings.signatureHeader)
    return [hmacRule(verification, check.settings.signatureHeader)];
  return [];
}

const hmacRule = (verification: Extract<Verification, { verify: "jwtOrHmac" }>, header: string): SignatureRule => ({
  mac: { kind: "hmac", hash: verification.hash, encoding: "hex", key: verification.key, signed: "{body}" },
  signature: { header, format: "plain" },
});
