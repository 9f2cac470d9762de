import type { SignatureHeader } from "../../../define/verifications.ts";

/** More signatures than any vendor sends while rolling a secret; bounds the work of one request. */
const maxSignatures = 16;

export interface ReadSignatures {
  signatures: string[];
  /** Of a list that carries it. */
  timestamp?: string;
  /** What is wrong with the header, in words. */
  fault?: string;
}

/** Takes the signatures out of the header's value. Never throws. */
export function readSignatures(rule: SignatureHeader, value: string): ReadSignatures {
  const read = readers[rule.format](rule, value);
  if (read.fault === undefined && read.signatures.length === 0)
    return { ...read, fault: `no ${expectedForm(rule)} in it` };
  if (read.signatures.length > maxSignatures)
    return { signatures: [], fault: `more than ${maxSignatures} signatures in it` };
  return read;
}

const readers: Record<SignatureHeader["format"], (rule: SignatureHeader, value: string) => ReadSignatures> = {
  plain: readPlain,
  list: readList,
  timeFirst: ({ separator = "," }, value) => {
    const [timestamp, ...signatures] = value.split(separator).map((part) => part.trim());
    return { timestamp, signatures: signatures.filter((signature) => signature !== "") };
  },
};

function readPlain(rule: SignatureHeader, value: string): ReadSignatures {
  const items = rule.separator === undefined ? [value] : value.split(rule.separator).map((item) => item.trim());
  const prefix = rule.prefix ?? "";
  const signatures = items.filter((item) => item.startsWith(prefix)).map((item) => item.slice(prefix.length));
  return { signatures: signatures.filter((signature) => signature !== "") };
}

function readList(rule: SignatureHeader, value: string): ReadSignatures {
  const signatures: string[] = [];
  let timestamp: string | undefined;
  for (const item of value.split(rule.separator ?? ",")) {
    const equals = item.indexOf("=");
    const key = item.slice(0, Math.max(equals, 0));
    const part = item.slice(equals + 1);
    if (rule.signatureKeys?.includes(key) && part !== "") signatures.push(part);
    if (rule.timestampKey === undefined || key !== rule.timestampKey) continue;
    if (timestamp !== undefined) return { signatures: [], fault: `two values of ${rule.timestampKey} in it` };
    timestamp = part;
  }
  return { signatures, timestamp };
}

/** E.g. "v1=" for Stripe. */
export function expectedForm(rule: SignatureHeader): string {
  if (rule.format === "list") return (rule.signatureKeys ?? []).map((key) => `${key}=`).join(" or ");
  return rule.format === "timeFirst" ? "signature after its time" : (rule.prefix ?? "signature");
}
