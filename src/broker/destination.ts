import { type BaseUrl, baseUrlFor } from "../define/base-url.ts";
import { fillTemplate, inForm, templateFields, templatePlaces } from "../define/template.ts";
import { Problem } from "../errors.ts";

/** Where a credential may be sent to. Made without opening a secret. */
export interface Destination {
  /** Scheme, host and port. */
  origin: string;
  /** Path of the base URL, without a slash at the end. */
  basePath: string;
  /** Origins that a full URL may name. */
  origins: ReadonlySet<string>;
  /** `host:port` that the operator opens with an override. */
  allow: readonly string[];
  /** The system's own host while an override stands in for it. */
  replacedHost: string | undefined;
  /** Origins that the override stands in for: a full URL may name them too. */
  replacedOrigins: ReadonlySet<string>;
  /** The operator's override, when there is one. */
  standIn: { origin: string; path: string } | undefined;
}

/** `override` is the operator's CREDENZA_BASE_URL_<DESTINATION>: it stands in for every origin, and the paths stay. */
export function destinationOf(
  { baseUrl, hosts = [] }: { baseUrl?: BaseUrl; hosts?: string[] },
  fields: Readonly<Record<string, string>>,
  override?: string,
): Destination {
  if (!baseUrl)
    throw new Problem("credential_not_usable", "This credential is not for calls: its destination has no URL.");
  const declared = fillBase(baseUrlFor(baseUrl, fields) ?? "", fields);
  const further = hosts.map((host) => fillBase(`https://${host}`, fields).origin);
  const origins = new Set([declared.origin, ...further]);
  const nowhere = signInDestination(override);
  if (!nowhere.standIn) return { ...nowhere, origin: declared.origin, basePath: pathOf(declared), origins };
  const { origin, path } = nowhere.standIn;
  const basePath = path + pathOf(declared);
  const replaced = { replacedHost: declared.host, replacedOrigins: origins };
  return { ...nowhere, ...replaced, origin, basePath, origins: new Set([origin]) };
}

/** Where a sign-in goes, before the credential has all that its base URL names: whole addresses only. */
export function signInDestination(override: string | undefined): Destination {
  const none: ReadonlySet<string> = new Set();
  const nowhere = { origin: "", basePath: "", origins: none, replacedHost: undefined, replacedOrigins: none };
  if (!override) return { ...nowhere, allow: [], standIn: undefined };
  const url = new URL(override);
  const allow = [`${url.hostname}:${url.port || (url.protocol === "https:" ? 443 : 80)}`];
  return { ...nowhere, allow, standIn: { origin: url.origin, path: pathOf(url) } };
}

/**
 * An address that the system file declares beside the base URL, such as a token URL: relative to the base URL, or whole,
 * then on the host that the file says. An override of the operator stands in for its origin too.
 */
export const declaredUrl = (at: Destination, template: string, fields: Readonly<Record<string, string>>): URL =>
  declaredPlace(at, template, fields).url;

export interface DeclaredPlace {
  /** Where it is called. */
  url: URL;
  /** As the system itself knows it, without the override. */
  systemUrl: URL;
  /** Tell the override whose place it takes. */
  headers: Record<string, string>;
}

export function declaredPlace(
  at: Destination,
  template: string,
  fields: Readonly<Record<string, string>>,
): DeclaredPlace {
  const isWhole = template.startsWith("https://") || /^\{\w+\}$/.test(template);
  const systemUrl = isWhole ? fillBase(template, fields) : belowBase(at, fillPath(template, fields));
  if (!at.standIn) return { url: systemUrl, systemUrl, headers: {} };
  const url = new URL(`${at.standIn.origin}${at.standIn.path}${systemUrl.pathname}`);
  return { url, systemUrl, headers: { "x-forwarded-host": systemUrl.host } };
}

function belowBase({ origin, basePath, standIn, replacedHost }: Destination, path: string): URL {
  if (!standIn) return new URL(`${origin}${basePath}${path}`);
  return new URL(`https://${replacedHost}${basePath.slice(standIn.path.length)}${path}`);
}

function fillPath(template: string, fields: Readonly<Record<string, string>>): string {
  const safe = templateFields(template).map((name) => [name, pathPart(name, fields[name])]);
  return fillTemplate(template, Object.fromEntries(safe));
}

const pathOf = (url: URL): string => url.pathname.replace(/\/+$/, "");

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const hostName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** Fills a template so that no field can reach out of the place where it stands: one label of a host, or one path segment. */
function fillBase(template: string, fields: Readonly<Record<string, string>>): URL {
  const [, scheme = "", host = "", path = ""] = /^(https:\/\/)?([^/]*)(.*)$/s.exec(template) ?? [];
  const safe: Record<string, string> = {};
  for (const name of templateFields(path)) safe[name] = pathPart(name, fields[name]);
  for (const { name, form } of templatePlaces(host)) {
    safe[name] = hostPart(host === `{${name}}`, scheme, name, inForm(form, fields[name] ?? ""));
  }
  const url = URL.parse(fillTemplate(template, safe));
  const isPlain = url?.protocol === "https:" && !url.username && !url.password && !url.search && !url.hash;
  if (!url || !isPlain) throw unusable("address");
  return url;
}

function hostPart(isWhole: boolean, scheme: string, name: string, value: string): string {
  if (isWhole && scheme === "") return value;
  if ((isWhole ? hostName : label).test(value)) return value;
  throw unusable(name);
}

function pathPart(name: string, value = ""): string {
  if (/^\.{0,2}$/.test(value)) throw unusable(name);
  return encodeURIComponent(value);
}

const unusable = (name: string): Problem =>
  new Problem("credential_not_usable", `The credential's ${name} cannot be part of a URL. Change it.`);
