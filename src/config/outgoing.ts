import ipaddr from "ipaddr.js";
import { StartError } from "./start-error.ts";
import { type Environment, httpUrl, text } from "./values.ts";

const basePrefix = "CREDENZA_BASE_URL_";
const hostName = /^(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?\.?(:\d{1,5})?$/i;
const bracketed = /^\[([^\]]+)\](:\d{1,5})?$/;

/** CREDENZA_EGRESS_ALLOW: entries between commas or spaces. */
export function readEgressAllow(env: Environment): string[] {
  const entries = (text(env, "CREDENZA_EGRESS_ALLOW") ?? "").split(/[\s,]+/).filter(Boolean);
  const wrong = entries.findIndex((entry) => !isAllowEntry(entry));
  if (wrong === -1) return entries;
  throw new StartError(
    `CREDENZA_EGRESS_ALLOW: entry ${wrong + 1} is not a host name, an address or a CIDR range. ` +
      "Write entries such as billing.internal, 10.0.0.7:8443 or 10.0.0.0/8, with commas between them.",
  );
}

function isAllowEntry(entry: string): boolean {
  if (entry.includes("/")) return ipaddr.isValidCIDR(entry);
  const address = bracketed.exec(entry)?.[1] ?? entry;
  return ipaddr.isValid(address) || hostName.test(entry);
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
