import ipaddr from "ipaddr.js";
import { StartError } from "./start-error.ts";
import { type Environment, httpUrl, text } from "./values.ts";

const basePrefix = "CREDENZA_BASE_URL_";
const hostName = /^(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?(:\d{1,5})?$/i;
/** `10` and `10.1` are old ways to write an address, which nobody means. */
const shortAddress = /^\d+(\.\d+){0,2}(:\d{1,5})?$/;
const bracketed = /^\[([^\]]+)\](:\d{1,5})?$/;

/** CREDENZA_EGRESS_ALLOW: entries between commas or spaces. */
export function readEgressAllow(env: Environment): string[] {
  const entries = (text(env, "CREDENZA_EGRESS_ALLOW") ?? "").split(/[\s,]+/).filter(Boolean);
  const wrong = entries.findIndex((entry) => !isAllowEntry(entry));
  if (wrong === -1) return entries;
  throw new StartError(
    `CREDENZA_EGRESS_ALLOW: entry ${wrong + 1} is not a host name, an address or a CIDR range. ` +
      "Write entries such as billing.internal, *.example.com, 10.0.0.7:8443 or 10.0.0.0/8, with commas between them.",
  );
}

function isAllowEntry(entry: string): boolean {
  if (entry.includes("/")) return ipaddr.isValidCIDR(entry);
  const address = bracketed.exec(entry)?.[1] ?? entry;
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return isAddress || (hostName.test(entry) && !shortAddress.test(entry));
}

/** CREDENZA_BASE_URL_<DESTINATION>: destination -> URL. Whether the destination exists is the registry's to say. */
export function readBaseUrls(env: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(env).filter((one) => one.startsWith(basePrefix))) {
    const url = httpUrl(env, name);
    if (url !== undefined) found[name.slice(basePrefix.length)] = url;
  }
  return found;
}
