import { equalDigests } from "../../../crypto/compare.ts";
import { digest, hmacText } from "../../../crypto/digest.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";
import { type Verdict, VerdictBuilder } from "../verdict.ts";
import { fillText } from "./signed-parts.ts";

type Rule = VerificationTable["twilio"];
export const twilioHeader = "X-Twilio-Signature";

/**
 * HMAC-SHA1 of the URL and, of a form, its fields sorted by name. A JSON body is named by its digest in the URL. The URL
 * counts with and without the usual port, as Twilio's own library tries both.
 */
export function verifyTwilio(rule: Rule, check: Check): Verdict {
  const verdict = new VerdictBuilder();
  const { count, value } = lookUpHeader(check.request.rawHeaders, twilioHeader.toLowerCase());
  if (count !== 1) {
    verdict.fail("Signature header", `the ${twilioHeader} header is ${count === 0 ? "missing" : "repeated"}`, {
      expected: "one",
    });
    for (const step of ["Body digest", "Signature"]) verdict.notReached(step);
    return verdict.end();
  }
  verdict.pass("Signature header");
  checkBodyDigest(check, verdict);
  const matched = matchingTwilio(rule, check, value);
  if (matched >= 0)
    verdict.pass("Signature", matched > 0 ? "made with an earlier token that is still valid" : undefined);
  else {
    verdict.fail("Signature", "the signature does not match", {
      expected: "HMAC-SHA1 in base64 over the public URL and the form's fields, sorted",
      received: "another value",
    });
  }
  return verdict.end({ signature: value, usedEarlierSecret: matched > 0 });
}

function checkBodyDigest({ url, request }: Check, verdict: VerdictBuilder): void {
  const named = new URL(url).searchParams.getAll("bodySHA256");
  if (isForm(request.rawHeaders) && named.length === 0) return;
  const right = digest("sha256", request.body, "hex");
  if (named.length === 0 && request.body.length === 0) return;
  if (named.length === 1 && equalDigests(named[0] ?? "", right)) verdict.pass("Body digest");
  else
    verdict.fail("Body digest", "the body is not the one that the URL names", {
      expected: "bodySHA256 in the URL: the SHA-256 of the body in hex",
      received: named.length === 0 ? "none" : "another digest",
    });
}

export function matchingTwilio({ key }: Rule, check: Check, signature: string): number {
  let matched = -1;
  for (let set = check.fieldSets.length - 1; set >= 0; set -= 1) {
    const secret = fillText(key, check.fieldSets[set] ?? {});
    for (const url of spellings(check.url)) {
      const right = hmacText("sha1", "base64", secret, url, formText(check));
      if (equalDigests(signature, right)) matched = set;
    }
  }
  return matched;
}

/** Of a name that comes several times, each value once, sorted. */
function formText({ request }: Check): string {
  if (!isForm(request.rawHeaders)) return "";
  const form = new URLSearchParams(request.body.toString("utf8"));
  const names = [...new Set(form.keys())].toSorted();
  return names
    .map((name) =>
      [...new Set(form.getAll(name))]
        .toSorted()
        .map((value) => name + value)
        .join(""),
    )
    .join("");
}

const isForm = (rawHeaders: readonly string[]): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(lookUpHeader(rawHeaders, "content-type").value);

/** The query stays as it was received. */
function spellings(url: string): string[] {
  const [, scheme = "", host = "", rest = ""] = /^(https?):\/\/([^/?#]*)(.*)$/s.exec(url) ?? [];
  const usual = scheme === "https" ? 443 : 80;
  const bare = host.replace(/:\d+$/, "");
  const hasUsual = host === bare || host === `${bare}:${usual}`;
  return hasUsual ? [`${scheme}://${bare}${rest}`, `${scheme}://${bare}:${usual}${rest}`] : [url];
}
