import ipaddr from "ipaddr.js";
import { type AddressFault, addressFault, parseAddress } from "./address.ts";

/** What an operator allows beyond the public internet. */
export interface EgressRules {
  allowsHost(host: string, port: number): boolean;
  allowsAddress(address: string, port: number): boolean;
}

type Entry =
  | { kind: "host"; name: string; port: number | undefined }
  | { kind: "suffix"; name: string; port: number | undefined }
  | { kind: "range"; range: [ipaddr.IPv4 | ipaddr.IPv6, number]; port: number | undefined };

/**
 * Entries: a host name, `.example.com` or `*.example.com` for every name below it, an address, a CIDR range; each but a range may end in
 * `:port` (an IPv6 address with a port stands in brackets). Throws an Error naming the entry that is none of these.
 */
export function egressRules(entries: readonly string[]): EgressRules {
  const parsed = entries.map(parseEntry);
  const fits = (entry: Entry, port: number): boolean => entry.port === undefined || entry.port === port;
  return {
    allowsHost: (host, port) =>
      parsed.some(
        (entry) =>
          fits(entry, port) &&
          ((entry.kind === "host" && entry.name === host) || (entry.kind === "suffix" && host.endsWith(entry.name))),
      ),
    allowsAddress: (address, port) => {
      const ip = parseAddress(address);
      return (
        ip !== undefined && parsed.some((entry) => entry.kind === "range" && fits(entry, port) && isIn(ip, entry.range))
      );
    },
  };
}

/** May a connection be made to this address, which `host` resolved to? A host that is allowed by name reaches private
 * addresses too, but metadata services only when the operator names the address itself. */
export function mayConnect(
  rules: EgressRules,
  target: { host: string; port: number; address: string; encrypted: boolean },
): boolean {
  if (rules.allowsAddress(target.address, target.port)) return true;
  const isHostAllowed = rules.allowsHost(target.host, target.port);
  const fault = addressFault(target.address);
  if (isHostAllowed) return fault === undefined || reachableByName.has(fault);
  return fault === undefined && target.encrypted;
}

const reachableByName = new Set<AddressFault>(["a private address", "a loopback address"]);

/** Lower case, without brackets and without the dot that ends a full name. */
export const canonicalHost = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");

function parseEntry(entry: string): Entry {
  const text = entry.trim().toLowerCase().replace(/^\*\./, ".");
  const cidr = text.includes("/") ? parseRange(text) : undefined;
  if (cidr) return { kind: "range", range: cidr, port: undefined };
  const whole = parseAddress(text);
  if (whole) return { kind: "range", range: [whole, bitsOf(whole)], port: undefined };
  const [, name = "", portText] = /^(.+?)(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = portText === undefined ? undefined : Number(portText);
  const address = parseAddress(name);
  if (address && (port ?? 0) < 65536) return { kind: "range", range: [address, bitsOf(address)], port };
  const isName = /^\.?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/.test(name);
  if (!isName || (port ?? 0) > 65535 || /^[\d.]+$/.test(name))
    throw new Error(`"${entry}" is not a host, host:port, address or CIDR range.`);
  return { kind: name.startsWith(".") ? "suffix" : "host", name: canonicalHost(name), port };
}

function parseRange(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : undefined;
}

const bitsOf = (ip: ipaddr.IPv4 | ipaddr.IPv6): number => (ip instanceof ipaddr.IPv4 ? 32 : 128);

function isIn(ip: ipaddr.IPv4 | ipaddr.IPv6, [base, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number]): boolean {
  if (ip instanceof ipaddr.IPv4) return base instanceof ipaddr.IPv4 && ip.match(base, bits);
  return base instanceof ipaddr.IPv6 && ip.match(base, bits);
}
