import { hmacText } from "../../crypto/digest.ts";
import { randomToken } from "../../crypto/ids.ts";
import type { RequestSchemes } from "../../define/request-schemes.ts";
import { fillTemplate } from "../../define/template.ts";
import { headerOf, type Outgoing, wholeBody } from "../outgoing.ts";
import type { SchemeRule } from "./scheme.ts";

type Pair = [name: string, value: string];

/** RFC 5849: each request is signed with its method, URL and form, a fresh nonce and the time. */
export const oauth1: SchemeRule<"oauth1"> = (options, { values, now }) => {
  const keys = filled(options, values);
  return {
    headers: [],
    secrets: [],
    apply: async (request) => {
      const moment = { nonce: randomToken(15).replaceAll(/[-_]/g, "0"), timestamp: Math.floor(now() / 1000) };
      const authorization = oauth1Header(keys, moment, request, await formOf(request));
      return { ...request, headers: [...request.headers, "authorization", authorization] };
    },
  };
};

export type OAuth1Keys = Required<Omit<RequestSchemes["oauth1"], "realm">> & { realm: string | undefined };

function filled(options: RequestSchemes["oauth1"], values: Readonly<Record<string, string>>): OAuth1Keys {
  const fill = (template: string): string => fillTemplate(template, values);
  return {
    consumerKey: fill(options.consumerKey),
    consumerSecret: fill(options.consumerSecret),
    token: fill(options.token),
    tokenSecret: fill(options.tokenSecret),
    realm: options.realm === undefined ? undefined : fill(options.realm),
    method: options.method ?? "HMAC-SHA256",
  };
}

/** Section 3.4.1.3.1: a form's fields are signed, any other body is not. The form goes on as it came. */
async function formOf(request: Outgoing): Promise<Pair[]> {
  const type = headerOf(request.headers, "content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return [];
  const body = await wholeBody(request.body);
  request.body = body;
  return [...new URLSearchParams(body.toString("utf8"))];
}

/** `version` may be left out (section 3.1), as the examples of the RFC do. */
export function oauth1Header(
  keys: OAuth1Keys,
  moment: { nonce: string; timestamp: number; version?: "1.0" | null; more?: Pair[] },
  { method, url }: Pick<Outgoing, "method" | "url">,
  form: Pair[],
): string {
  const { version = "1.0", more = [] } = moment;
  const own: Pair[] = [
    ["oauth_consumer_key", keys.consumerKey],
    ...(keys.token === "" ? [] : [["oauth_token", keys.token] satisfies Pair]),
    ["oauth_signature_method", keys.method],
    ["oauth_timestamp", String(moment.timestamp)],
    ["oauth_nonce", moment.nonce],
    ...(version === null ? [] : [["oauth_version", version] satisfies Pair]),
    ...more,
  ];
  const base = [
    method.toUpperCase(),
    `${url.origin}${url.pathname}`,
    parameters([...url.searchParams, ...form, ...own]),
  ];
  const key = `${encode(keys.consumerSecret)}&${encode(keys.tokenSecret)}`;
  const hash = keys.method === "HMAC-SHA1" ? "sha1" : "sha256";
  const signature = hmacText(hash, "base64", key, base.map(encode).join("&"));
  const shown: Pair[] = [...own, ["oauth_signature", signature]];
  const realm = keys.realm === undefined ? "" : `realm="${encode(keys.realm)}", `;
  return `OAuth ${realm}${shown.map(([name, value]) => `${encode(name)}="${encode(value)}"`).join(", ")}`;
}

/** Section 3.4.1.3.2: sorted by encoded name, then by encoded value. */
const parameters = (pairs: Pair[]): string =>
  pairs
    .map(([name, value]): Pair => [encode(name), encode(value)])
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 3986, which section 3.6 asks for. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
