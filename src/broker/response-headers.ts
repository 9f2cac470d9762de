import type { AnswerHeaders } from "../net/network.ts";
import type { Redactor } from "./redactor.ts";

/**
 * What belongs to the hop (RFC 9110 section 7.6.1), what would act on our own origin in a browser, and what asks the
 * caller to sign in to the vendor.
 */
const dropped = new Set([
  "alt-svc",
  "clear-site-data",
  "connection",
  "content-security-policy",
  "content-security-policy-report-only",
  "http2-settings",
  "keep-alive",
  "nel",
  "public-key-pins",
  "refresh",
  "report-to",
  "reporting-endpoints",
  "service-worker-allowed",
  "set-cookie",
  "set-cookie2",
  "strict-transport-security",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
  "x-frame-options",
]);

const isDropped = (name: string): boolean =>
  dropped.has(name) ||
  name.startsWith("proxy-") ||
  name.startsWith("access-control-") ||
  name.startsWith("cross-origin-");

export type PassedHeaders = Record<string, string | string[]>;

export const redirectNote = "x-credenza-redirect-not-followed";

/** The vendor's headers that may go back, without secrets. A redirect to another origin loses its Location and says so. */
export function answerHeaders(
  status: number,
  headers: AnswerHeaders,
  { url, redactor }: { url: URL; redactor: Redactor },
): PassedHeaders {
  const ofHop = namedInConnection(headers.connection);
  const passed: PassedHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || isDropped(name) || ofHop?.has(name)) continue;
    passed[name] = typeof value === "string" ? redactor.text(value) : value.map(redactor.text);
  }
  const isRedirect = status >= 300 && status < 400 && headers.location !== undefined;
  if (isRedirect && !isSameOrigin(String(headers.location), url)) {
    delete passed.location;
    passed[redirectNote] = "true";
  }
  if (status === 204) delete passed["content-length"];
  return passed;
}

function namedInConnection(connection: string | string[] | undefined): Set<string> | undefined {
  if (connection === undefined || connection === "keep-alive" || connection === "close") return undefined;
  return new Set([connection].flat().flatMap((line) => line.split(",").map((name) => name.trim().toLowerCase())));
}

const isSameOrigin = (location: string, url: URL): boolean => URL.parse(location, url)?.origin === url.origin;
