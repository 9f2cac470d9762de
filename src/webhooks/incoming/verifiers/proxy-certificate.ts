import ipaddr from "ipaddr.js";
import { equalText } from "../../../crypto/compare.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { lookUpHeader } from "../raw-request.ts";
import { type Verdict, VerdictBuilder } from "../verdict.ts";
import { fillText } from "./signed-parts.ts";

type Rule = VerificationTable["proxyCertificate"];

/** The header counts only from the proxy's own addresses: anybody else could write it. */
export function verifyProxyCertificate(rule: Rule, check: Check): Verdict {
  const verdict = new VerdictBuilder();
  const fields = check.fieldSets[0] ?? {};
  const { sourceAddress, rawHeaders } = check.request;
  if (isFrom(sourceAddress, fillText(rule.proxies, fields))) verdict.pass("Sender's address");
  else
    verdict.fail("Sender's address", "the request did not come through the trusted proxy", {
      expected: "an address of the proxy",
      received: "another address",
    });
  const header = fillText(rule.header, fields);
  const { count, value } = lookUpHeader(rawHeaders, header.toLowerCase());
  const matched = matchingSet(rule, check, value);
  if (count === 1 && matched >= 0)
    verdict.pass("Client certificate", matched > 0 ? "an earlier certificate" : undefined);
  else {
    const fault = count === 0 ? "is missing" : count > 1 ? "is repeated" : "names another certificate";
    verdict.fail("Client certificate", `the ${header} header ${fault}`, {
      expected: "the certificate of the credential",
    });
  }
  return verdict.end({ usedEarlierSecret: matched > 0 });
}

function matchingSet(rule: Rule, check: Check, value: string): number {
  let matched = -1;
  for (let set = check.fieldSets.length - 1; set >= 0; set -= 1) {
    if (equalText(value, fillText(rule.expected, check.fieldSets[set] ?? {}))) matched = set;
  }
  return matched;
}

function isFrom(address: string | null, proxies: string): boolean {
  if (address === null || !ipaddr.isValid(address)) return false;
  const from = ipaddr.process(address);
  return proxies.split(/[\s,]+/).some((range) => {
    if (!ipaddr.isValid(range) && !ipaddr.isValidCIDR(range)) return false;
    const [network, bits] = ipaddr.isValidCIDR(range) ? ipaddr.parseCIDR(range) : [ipaddr.parse(range), undefined];
    if (network.kind() !== from.kind()) return false;
    return from.match([network, bits ?? (network.kind() === "ipv4" ? 32 : 128)]);
  });
}
