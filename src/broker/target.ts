import { Problem } from "../errors.ts";
import type { Destination } from "./destination.ts";

export type QueryValue = string | number | boolean;
export type Query = Record<string, QueryValue | QueryValue[]>;

export interface Target {
  url: URL;
  allow: readonly string[];
  /** The system's host, while an override stands in for it. */
  replacedHost: string | undefined;
}

const longestPath = 8192;

/**
 * Where a request goes. `path` is relative to the base URL, or a full URL on a declared host. Needs no secret, so a
 * wrong host is refused before one is opened. Throws path_not_allowed or host_not_allowed.
 */
export function resolveTarget(destination: Destination, path: string, query: Query = {}): Target {
  if (path.length > longestPath) throw refused(`The path is longer than ${longestPath} characters.`);
  if (hasForbiddenCharacter(path)) throw refused("The path may not hold control characters, spaces, backslashes or #.");
  const isFull = /^[a-z][a-z0-9+.-]*:/i.test(path);
  const { url, replacedHost } = isFull ? fullUrl(destination, path) : relativeUrl(destination, path);
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) url.searchParams.append(name, String(one));
  }
  return { url, allow: destination.allow, replacedHost };
}

type Place = Pick<Target, "url" | "replacedHost">;

function fullUrl({ origins, replacedOrigins, replacedHost, standIn }: Destination, path: string): Place {
  const url = /^https?:\/\/[^/]/i.test(path) ? URL.parse(path) : null;
  const isDeclared = url && (origins.has(url.origin) || replacedOrigins.has(url.origin));
  if (!isDeclared || url.username || url.password) {
    throw new Problem("host_not_allowed", "The URL is not on a host that this credential belongs to.");
  }
  checkSegments(path.slice(path.indexOf("//") + 2).replace(/^[^/?]*/, ""));
  if (!standIn || origins.has(url.origin)) return { url, replacedHost };
  return { url: new URL(`${standIn.origin}${standIn.path}${url.pathname}${url.search}`), replacedHost: url.host };
}

function relativeUrl({ origin, basePath, replacedHost }: Destination, path: string): Place {
  if (path.startsWith("//")) throw refused("The path may not begin with two slashes.");
  checkSegments(path);
  const separator = path === "" || path.startsWith("/") || path.startsWith("?") ? "" : "/";
  const url = URL.parse(`${origin}${basePath}${separator}${path}`);
  const isInside = url?.origin === origin && (url.pathname === basePath || url.pathname.startsWith(`${basePath}/`));
  if (!url || !isInside) throw refused("The path leaves the base URL of the destination.");
  return { url, replacedHost };
}

function hasForbiddenCharacter(path: string): boolean {
  if (path.includes("\\") || path.includes("#") || !path.isWellFormed()) return true;
  for (let index = 0; index < path.length; index++) {
    const code = path.charCodeAt(index);
    if (code <= 0x20 || code === 0x7f) return true;
  }
  return false;
}

/** A server may decode more than once, drop `;parameters` or normalise look-alikes, so each of these readings is judged. */
function checkSegments(path: string): void {
  const [withoutQuery = ""] = path.split("?", 1);
  if (!/[%.;]|[^\x21-\x7e]/.test(withoutQuery)) return;
  for (const segment of withoutQuery.split("/")) checkSegment(segment);
}

function checkSegment(segment: string): void {
  let reading = segment;
  for (let round = 0; round < 5; round++) {
    const folded = reading.normalize("NFKC");
    if (/[/\\]/.test(folded) && round + Number(folded !== reading) > 0)
      throw refused("The path may not hold an encoded slash or backslash.");
    if (isDotSegment(folded)) throw refused("The path may not hold . or .. segments.");
    if (hasControlCharacter(folded)) throw refused("The path may not hold encoded control characters.");
    if (!reading.includes("%")) return;
    const decoded = decode(reading, round > 0);
    if (decoded === reading) return;
    reading = decoded;
  }
  throw refused("The path is percent-encoded too often.");
}

const isDotSegment = (segment: string): boolean => /^\s*\.{1,2}\s*(;.*)?$/s.test(segment);

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/** The first reading must be right; a later one that is not is where a careless server would stop too. */
function decode(text: string, isLenient: boolean): string {
  try {
    return decodeURIComponent(text);
  } catch {
    if (isLenient) return text;
    throw refused("The path has a percent sign that does not begin an encoded UTF-8 character.");
  }
}

const refused = (detail: string): Problem => new Problem("path_not_allowed", detail);
