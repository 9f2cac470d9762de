import { equalBytes, equalText } from "../../../crypto/compare.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";
import { readBasic } from "../verifiers/basic.ts";
import { fillText } from "../verifiers/signed-parts.ts";
import { secretVariants } from "./secret-variants.ts";

/** Why a user name and password are wrong, where it can be told; never what they are. */
export function basicCause(rule: VerificationTable["basic"], check: Check): string | undefined {
  const given = readBasic(lookUpHeader(check.request.rawHeaders, "authorization").value);
  if (!given) return undefined;
  const username = Buffer.from(given.username).toString("utf8");
  const password = Buffer.from(given.password).toString("utf8");
  for (const fields of check.fieldSets) {
    const right = { username: fillText(rule.username, fields), password: fillText(rule.password, fields) };
    if (password === "") return "The password is empty.";
    if (equalText(username, right.password) && equalText(password, right.username)) {
      return "The username and the password are swapped.";
    }
    if (equalBytes(given.password, Buffer.from(right.password, "latin1")) && right.password !== password) {
      return "The password is sent in ISO 8859-1. Send it in UTF-8, or use one without special characters.";
    }
    if (
      secretVariants.padded.some((change) => equalText(password, change(right.password)) && password !== right.password)
    ) {
      return "The sender's password has a space, a line break or quotes round it.";
    }
    if (equalText(username.toLowerCase(), right.username.toLowerCase()) && equalText(password, right.password)) {
      return "The username differs only in capitals or small letters.";
    }
  }
  return undefined;
}
