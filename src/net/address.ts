import ipaddr from "ipaddr.js";

/** Why an address may not be called, in words that fit after "is". */
export type AddressFault =
  | "a private address"
  | "a loopback address"
  | "a link-local or metadata address"
  | "a reserved address"
  | "a tunnel address"
  | "not an address";

/** Services of cloud platforms outside the link-local range: Azure, Oracle, Alibaba; AWS and Google over IPv6. */
const metadataAddresses = new Set(["168.63.129.16", "192.0.0.192", "100.100.100.200", "fd00:ec2::254", "fd20:ce::254"]);

const faultOfRange: Record<string, AddressFault> = {
  private: "a private address",
  uniqueLocal: "a private address",
  carrierGradeNat: "a private address",
  deprecatedSiteLocal: "a private address",
  loopback: "a loopback address",
  unspecified: "a loopback address",
  linkLocal: "a link-local or metadata address",
  "6to4": "a tunnel address",
  teredo: "a tunnel address",
};

/** `undefined` when the address is one of the public internet. Costs no look-up. */
export function addressFault(address: string): AddressFault | undefined {
  const parsed = parseAddress(address);
  if (!parsed) return "not an address";
  if (parsed instanceof ipaddr.IPv6) {
    const tunnel = tunnelFault(parsed);
    if (tunnel) return tunnel;
  }
  if (metadataAddresses.has(parsed.toString())) return "a link-local or metadata address";
  const range = parsed.range();
  return range === "unicast" ? undefined : (faultOfRange[range] ?? "a reserved address");
}

/** The address itself, out of its IPv4-mapped (RFC 4291) or NAT64 (RFC 6052) wrapping; `undefined` when it is none. */
export function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/s, "");
  if (!bare.includes(":")) return ipaddr.IPv4.isValidFourPartDecimal(bare) ? ipaddr.IPv4.parse(bare) : undefined;
  // ipaddr.js reads ::a.b.c.d as ::ffff:a.b.c.d; the URL parser writes it without dots first.
  const hex = URL.parse(`http://[${bare}]/`)?.hostname.slice(1, -1);
  if (hex === undefined) return undefined;
  const parsed = ipaddr.IPv6.parse(hex);
  const [a, b, c, d, e, f] = parsed.parts;
  const isMapped = !a && !b && !c && !d && !e && f === 0xffff;
  const isNat64 = a === 0x64 && b === 0xff9b && !c && !d && !e && !f;
  return isMapped || isNat64 ? embeddedIpv4(parsed) : parsed;
}

function embeddedIpv4({ parts }: ipaddr.IPv6): ipaddr.IPv4 {
  const [high = 0, low = 0] = parts.slice(6);
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
}

/** Outside the global range 2000::/3 nothing is public; inside, ISATAP (RFC 5214) hides an IPv4 address. */
function tunnelFault(address: ipaddr.IPv6): AddressFault | undefined {
  const [first = 0, , , , fifth = 0, sixth = 0] = address.parts;
  if ((fifth === 0 || fifth === 0x200) && sixth === 0x5efe) return "a tunnel address";
  if (address.range() === "unicast" && first >> 13 !== 1) return "a reserved address";
  return undefined;
}
