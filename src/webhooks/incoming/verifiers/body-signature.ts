import { equalDigests } from "../../../crypto/compare.ts";
import { hmacText } from "../../../crypto/digest.ts";
import type { VerificationTable } from "../../../define/verifications.ts";
import type { Check } from "../check.ts";
import { maxParsedBytes } from "../identify.ts";
import { refusal, type Verdict, VerdictBuilder } from "../verdict.ts";
import { macKey } from "./mac-key.ts";
import { fillParts, type Values } from "./signed-parts.ts";
import { checkWindow, readTimestamp } from "./time-window.ts";

type Rule = VerificationTable["bodySignature"];

interface Signed {
  signature: string;
  values: Record<string, string>;
  time: string;
}

const mostItems = 100;

/** Every signed thing of the body must be signed rightly by the same secret. What the signature leaves out is not vouched for. */
export function verifyBodySignature(rule: Rule, check: Check): Verdict {
  const verdict = new VerdictBuilder();
  if (check.request.body.length > maxParsedBytes)
    return refusal("Signature in the body", "the body is too long for a signature that stands in it", {
      expected: `at most ${maxParsedBytes / 1024} KiB`,
    });
  const signed = readSigned(rule, check.request.body);
  if (!signed) {
    verdict.fail("Signature in the body", "the body holds no signature", { expected: `one at ${rule.signature}` });
    verdict.notReached("Signature");
    if (rule.timestamp) verdict.notReached("Time window");
    return verdict.end();
  }
  verdict.pass("Signature in the body");
  const matched = matchingBody(rule, check, signed);
  if (matched >= 0)
    verdict.pass("Signature", matched > 0 ? "made with an earlier secret that is still valid" : undefined);
  else {
    verdict.fail("Signature", "the signature does not match", {
      expected: `HMAC-${rule.mac.hash.toUpperCase()} in ${rule.mac.encoding} over ${Object.values(rule.paths).join(", ")}`,
      received: "another value",
    });
  }
  const timestamped = rule.timestamp !== undefined && checkTime(verdict, signed[0]?.time ?? "", check);
  return verdict.end({
    timestamped,
    signature: signed.map(({ signature }) => signature).join(","),
    usedEarlierSecret: matched > 0,
  });
}

function checkTime(verdict: VerdictBuilder, time: string, check: Check): boolean {
  const at = readTimestamp(time, "seconds");
  if (at !== undefined) return checkWindow(verdict, at, check.nowMs, check.windowSeconds);
  verdict.fail("Time window", "the timestamp is not a number", { expected: "Unix seconds", received: "another form" });
  return false;
}

export function matchingBody({ mac }: Rule, check: Check, signed: Signed[]): number {
  let matched = -1;
  for (let set = check.fieldSets.length - 1; set >= 0; set -= 1) {
    const fields = check.fieldSets[set] ?? {};
    let all = true;
    for (const { signature, values } of signed)
      if (!equalDigests(signature, macOfBody(mac, values, fields))) all = false;
    if (all) matched = set;
  }
  return matched;
}

/** The template is over the body's values alone, so that no value can stand in for the key. */
export const macOfBody = (mac: Rule["mac"], values: Values, fields: Values): string =>
  hmacText(mac.hash, mac.encoding, macKey(mac, fields), ...fillParts(mac.signed, values));

/** Undefined unless the body is JSON that holds at least one signed thing, each with its signature. */
export function readSigned(rule: Rule, body: Buffer): Signed[] | undefined {
  const json = parse(body);
  const list = rule.list ? at(json, rule.list.path) : [json];
  if (!Array.isArray(list) || list.length === 0 || list.length > mostItems) return undefined;
  const items = rule.list ? list.map((entry) => at(entry, rule.list?.item ?? "")) : list;
  const signed = items.map((item): Signed => {
    const values = Object.entries(rule.paths).map(([name, path]) => [name, textAt(item, path)]);
    const time = rule.timestamp ? textAt(item, rule.timestamp.path) : "";
    return { signature: textAt(item, rule.signature), values: Object.fromEntries(values), time };
  });
  return signed.every(({ signature }) => signature !== "") ? signed : undefined;
}

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((held, name) => {
    return typeof held === "object" && held !== null && Object.hasOwn(held, name)
      ? (held as Record<string, unknown>)[name]
      : undefined;
  }, value);
}

function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  return typeof found === "string" || typeof found === "number" || typeof found === "boolean" ? String(found) : "";
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
