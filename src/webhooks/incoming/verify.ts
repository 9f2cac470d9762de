import type { Verification, VerificationName, VerificationTable } from "../../define/verifications.ts";
import type { Check } from "./check.ts";
import { refusal, type Verdict } from "./verdict.ts";
import { verifyBasic } from "./verifiers/basic.ts";
import { verifyBearerJwt } from "./verifiers/bearer-jwt.ts";
import { verifyBodySignature } from "./verifiers/body-signature.ts";
import { verifyCertificate } from "./verifiers/certificate.ts";
import { verifyGenericHmac } from "./verifiers/generic-hmac.ts";
import { verifyHttpMessageSignature } from "./verifiers/http-message-signature.ts";
import { verifyJwtOrHmac } from "./verifiers/jwt-or-hmac.ts";
import { verifyProxyCertificate } from "./verifiers/proxy-certificate.ts";
import { verifySignature } from "./verifiers/signature.ts";
import { verifySignatureVersions } from "./verifiers/signature-versions.ts";
import { verifyTwilio } from "./verifiers/twilio.ts";

type Verifiers = { [K in VerificationName]: (rule: VerificationTable[K], check: Check) => Verdict | Promise<Verdict> };

const verifiers: Verifiers = {
  basic: verifyBasic,
  signature: verifySignature,
  signatureVersions: verifySignatureVersions,
  jwtOrHmac: verifyJwtOrHmac,
  twilio: verifyTwilio,
  bodySignature: verifyBodySignature,
  genericHmac: verifyGenericHmac,
  bearerJwt: verifyBearerJwt,
  httpMessageSignature: verifyHttpMessageSignature,
  proxyCertificate: verifyProxyCertificate,
  certificate: verifyCertificate,
};

/** Judges a request. Never throws: what cannot be judged is refused. */
export async function verify(verification: Verification, check: Check): Promise<Verdict> {
  if (!check.fieldSets.some((fields) => isComplete(fields, check.optionalFields)))
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

const isComplete = (fields: Readonly<Record<string, string>>, optional: ReadonlySet<string> = new Set()): boolean =>
  Object.keys(fields).length > 0 && Object.entries(fields).every(([name, value]) => value !== "" || optional.has(name));
