import type { Mac, SignatureRule, VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { refusal, type Verdict } from "../verdict.ts";
import { verifySignature } from "./signature.ts";

type Fields = Readonly<Record<string, string>>;

/** The rule that the credential's own fields make: the fields are those of systems/generic-hmac.ts. */
export function hmacRule({ key }: VerificationTable["genericHmac"], fields: Fields = {}): SignatureRule {
  const { headerName = "", prefix, hash, encoding, template = "{body}", timestampHeader, timestampUnit } = fields;
  return {
    mac: {
      kind: "hmac",
      hash: (hash ?? "sha256") as Mac["hash"],
      encoding: (encoding ?? "hex") as Mac["encoding"],
      key,
      signed: template,
    },
    signature: { header: headerName, format: "plain", ...(prefix ? { prefix } : {}) },
    ...(timestampHeader
      ? {
          timestamp: {
            header: timestampHeader,
            unit: (timestampUnit ?? "seconds") as "seconds" | "milliseconds" | "iso",
          },
        }
      : {}),
  };
}

export function verifyGenericHmac(rule: VerificationTable["genericHmac"], check: Check): Verdict {
  const { template = "", timestampHeader = "" } = check.fieldSets[0] ?? {};
  if ((timestampHeader !== "") === template.includes("{timestamp}"))
    return verifySignature(hmacRule(rule, check.fieldSets[0]), check);
  return refusal("Timestamp", "the time is not signed, so anybody could renew it", {
    expected: "{timestamp} in what is signed, and its header, both or neither",
  });
}
