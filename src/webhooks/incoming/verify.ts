import type { Verification, VerificationName, VerificationTable } from "../../define/verifications.ts";
import type { Check } from "./check.ts";
import { refusal, type Verdict } from "./verdict.ts";
import { verifyBasic } from "./verifiers/basic.ts";
import { verifyJwtOrHmac } from "./verifiers/jwt-or-hmac.ts";
import { verifySignature } from "./verifiers/signature.ts";
import { verifySignatureVersions } from "./verifiers/signature-versions.ts";

type Verifiers = { [K in VerificationName]: (rule: VerificationTable[K], check: Check) => Verdict | Promise<Verdict> };

const verifiers: Verifiers = {
  basic: verifyBasic,
  signature: verifySignature,
  signatureVersions: verifySignatureVersions,
  jwtOrHmac: verifyJwtOrHmac,
};

/** Judges a request. Never throws: what cannot be judged is refused. */
export async function verify(verification: Verification, check: Check): Promise<Verdict> {
  if (!check.fieldSets.some(hasSecrets))
    return refusal("Secret", "the credential holds no secret", { expected: "a secret" });
  try {
    const verifier = verifiers[verification.verify] as (rule: Verification, check: Check) => Verdict | Promise<Verdict>;
    return await verifier(verification, check);
  } catch {
    return refusal("Request", "the request cannot be read", {
      received: "something that no sender of this type sends",
    });
  }
}

const hasSecrets = (fields: Readonly<Record<string, string>>): boolean =>
  Object.keys(fields).length > 0 && Object.values(fields).every((value) => value !== "");
