import { declaredPlace, signInDestination } from "../broker/destination.ts";
import type { Context } from "../context.ts";
import type { Connection } from "./connection.ts";
import { SignInProblem } from "./sign-in-problem.ts";

/**
 * RFC 9207 section 2.4: where the vendor says who it is, it must be who was asked. Of a vendor that documents no issuer
 * any on the domain of its sign-in page is taken.
 */
export function requireIssuer({ config }: Pick<Context, "config">, asked: Connection, iss: string | undefined): void {
  const { scheme, credential } = asked;
  if (iss === undefined && !scheme.issuerIsSent) return;
  const at = signInDestination(config.baseUrls[credential.destination]);
  const { url, systemUrl } = declaredPlace(at, scheme.issuer ?? scheme.authorizeUrl, credential.fields);
  const fits = scheme.issuer === undefined ? isOfDomain : isSame;
  if (iss === undefined || ![url, systemUrl].some((known) => fits(known, iss))) throw new SignInProblem("wrong_issuer");
}

const isSame = ({ href }: URL, iss: string): boolean => bare(href) === bare(iss);
const bare = (url: string): string => url.replace(/\/+$/, "");

function isOfDomain(known: URL, iss: string): boolean {
  const given = URL.parse(iss);
  return given !== null && given.protocol === known.protocol && domainOf(given) === domainOf(known);
}

/** Its last two labels; an address is its own. */
const domainOf = ({ hostname }: URL): string =>
  /^[\d.]+$|^\[/.test(hostname) ? hostname : hostname.split(".").slice(-2).join(".");
