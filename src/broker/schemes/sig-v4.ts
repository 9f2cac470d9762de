import { SignatureV4 } from "@smithy/signature-v4";
import type { AwsKeys } from "../../config/config.ts";
import { Sha256 } from "../../crypto/streamed-hash.ts";
import { fillTemplate } from "../../define/template.ts";
import { type Outgoing, wholeBody } from "../outgoing.ts";
import type { SchemeRule } from "./scheme.ts";

/** AWS Signature Version 4: each request is signed with its body. A stream to S3 goes unsigned, as S3 allows over TLS. */
export const sigV4: SchemeRule<"sigV4"> = (options, { values, now }) => {
  const fill = (template = ""): string => fillTemplate(template, values);
  const keys: AwsKeys = {
    accessKeyId: fill(options.accessKeyId),
    secretAccessKey: fill(options.secretAccessKey),
    sessionToken: fill(options.sessionToken) || undefined,
  };
  return { headers: [], secrets: [], apply: signer(keys, fill(options.region), hostsOf(options.services, fill), now) };
};

export function hostsOf(services: Record<string, string>, fill: (template: string) => string): [string, string][] {
  return Object.entries(services).map(([host, service]) => [fill(host), service]);
}

export function signer(keys: AwsKeys, region: string, services: [host: string, service: string][], now: () => number) {
  return async (request: Outgoing): Promise<Outgoing> => {
    const service = serviceOf(services, request.url.hostname);
    return signRequest(request, { keys, region, service, date: new Date(now()) });
  };
}

/** A host that is not declared stands in for the first. A bucket may stand before the host of S3. */
function serviceOf(services: [host: string, service: string][], hostname: string): string {
  const found = services.find(([host]) => hostname === host || hostname.endsWith(`.${host}`));
  return (found ?? services[0])?.[1] ?? "";
}

export interface SigV4Signing {
  keys: AwsKeys;
  region: string;
  service: string;
  date: Date;
}

/** What the vendor's own clients leave unsigned, because something on the way may change it. */
const unsigned = /^(accept|accept-encoding|user-agent|x-forwarded-.*|content-length|expect|traceparent)$/;

export async function signRequest(request: Outgoing, signing: SigV4Signing): Promise<Outgoing> {
  const { keys, region, service, date } = signing;
  const { url, method } = request;
  const isUnsignedStream = service === "s3" && request.body !== null && !Buffer.isBuffer(request.body);
  const body = isUnsignedStream ? undefined : await wholeBody(request.body);
  const pairs: [string, string][] = [];
  for (let index = 0; index < request.headers.length; index += 2) {
    pairs.push([request.headers[index] ?? "", request.headers[index + 1] ?? ""]);
  }
  const given = Object.fromEntries(pairs.filter(([name]) => !unsigned.test(name)));
  const hashHeader: Record<string, string> = isUnsignedStream ? { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } : {};
  const signed = await new SignatureV4({
    service,
    region,
    credentials: keys as AwsKeys & { sessionToken: string },
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    applyChecksum: true,
  }).sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: { host: url.host, ...given, ...hashHeader },
      ...(body && body.length > 0 ? { body } : {}),
    } as Parameters<SignatureV4["sign"]>[0],
    { signingDate: date },
  );
  const { host: _host, ...added } = signed.headers;
  const kept = pairs.filter(([name]) => unsigned.test(name)).flat();
  return {
    ...request,
    headers: [...kept, ...Object.entries(added).flat()],
    body: body === undefined ? request.body : bodyOf(request, body),
  };
}

const bodyOf = (request: Outgoing, body: Buffer): Buffer | null => (request.body === null ? null : body);

function queryOf(url: URL): Record<string, string | string[]> {
  const names = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const all = url.searchParams.getAll(name);
      return [name, all.length === 1 ? (all[0] ?? "") : all];
    }),
  );
}
