import { invalidField } from "../errors.ts";

/** RFC 9110 section 7.6.1, and what says who is calling or through whom. */
const dropped = new Set([
  "authorization",
  "connection",
  "content-length",
  "cookie",
  "cookie2",
  "expect",
  "forwarded",
  "host",
  "http2-settings",
  "keep-alive",
  "origin",
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
  "x-csrf-token",
  "x-real-ip",
  // An answer that is packed cannot be searched for secrets.
  "accept-encoding",
]);

const isDropped = (name: string): boolean =>
  dropped.has(name) || name.startsWith("proxy-") || name.startsWith("x-forwarded-") || name.startsWith("sec-");

/** Names and values in turn, of the caller's headers that may pass. `own` are set by the broker, so the caller's are dropped. */
export function passedHeaders(raw: readonly string[], own: readonly string[]): string[] {
  const listed: string[] = [];
  const passed: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]?.toLowerCase() ?? "";
    const value = raw[index + 1] ?? "";
    if (name === "connection") listed.push(...ofHop(value));
    else if (!isDropped(name) && !isOwn(own, name)) passed.push(name, value);
  }
  return listed.length === 0
    ? passed
    : passed.filter((_, index) => !listed.includes(passed[index - (index % 2)] ?? ""));
}

function isOwn(own: readonly string[], name: string): boolean {
  for (let index = 0; index < own.length; index += 2) if (own[index] === name) return true;
  return false;
}

/** A header named in Connection belongs to the hop. */
function ofHop(connection: string): string[] {
  if (connection === "keep-alive" || connection === "close") return [];
  return connection.split(",").map((name) => name.trim().toLowerCase());
}

/** Headers of a JSON request as names and values in turn. Throws a 400 that names the field, never the value. */
export function headersFromRecord(headers: Readonly<Record<string, string | string[]>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,200}$/i.test(name))
      throw invalidField("headers", "a header name holds characters that HTTP does not allow");
    return [value].flat().flatMap((one) => {
      if (/^[\t\x20-\x7e\x80-\xff]*$/.test(one)) return [name, one];
      throw invalidField(`headers.${name}`, "use characters that HTTP allows in a header: no line breaks");
    });
  });
}
