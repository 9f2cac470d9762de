import { equalBytes } from "../../../crypto/compare.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";
import { type Verdict, VerdictBuilder } from "../verdict.ts";
import { fillText } from "./signed-parts.ts";

/** RFC 7617 with UTF-8. The first colon ends the user name; a password may hold more. */
export function verifyBasic(rule: VerificationTable["basic"], check: Check): Verdict {
  const verdict = new VerdictBuilder();
  const { count, value } = lookUpHeader(check.request.rawHeaders, "authorization");
  const given = count === 1 ? readBasic(value) : undefined;
  if (!given) {
    const fault = count === 0 ? "is missing" : count > 1 ? "is repeated" : "is not HTTP basic";
    verdict.fail("Authorization header", `the Authorization header ${fault}`, {
      expected: "one header: Basic, a space, and base64 of username:password",
      received: count === 0 ? "none" : count > 1 ? `${count} of them` : "another form",
    });
    verdict.notReached("Username and password");
    return verdict.end();
  }
  verdict.pass("Authorization header");
  const matched = compare(rule, check, given);
  if (matched.set >= 0) verdict.pass("Username and password", matched.set > 0 ? "an earlier password" : undefined);
  else {
    verdict.fail("Username and password", "the username or password is wrong", {
      expected: "those of the credential",
      received: matched.username ? "the right username and another password" : "another username",
    });
  }
  return verdict.end({ usedEarlierSecret: matched.set > 0 });
}

/** Both parts of every field set are compared in full, whatever the first comparison gives. */
function compare(rule: VerificationTable["basic"], check: Check, given: Given): { set: number; username: boolean } {
  let set = -1;
  let username = false;
  for (let index = check.fieldSets.length - 1; index >= 0; index -= 1) {
    const fields = check.fieldSets[index] ?? {};
    const sameUsername = equalBytes(given.username, Buffer.from(fillText(rule.username, fields), "utf8"));
    const samePassword = equalBytes(given.password, Buffer.from(fillText(rule.password, fields), "utf8"));
    if (Number(sameUsername) & Number(samePassword)) set = index;
    username = sameUsername || username;
  }
  return { set, username };
}

interface Given {
  username: Uint8Array;
  password: Uint8Array;
}

/** Undefined unless it is the scheme, spaces and canonical base64 of bytes with a colon. */
export function readBasic(value: string): Given | undefined {
  const match = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(value);
  const encoded = match?.[1];
  if (encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, "base64");
  const colon = bytes.indexOf(0x3a);
  if (colon === -1 || bytes.toString("base64") !== encoded) return undefined;
  return { username: bytes.subarray(0, colon), password: bytes.subarray(colon + 1) };
}
