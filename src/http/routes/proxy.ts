import type { IncomingMessage } from "node:http";
import { requireOwnOrigin } from "../../access/csrf.ts";
import type { Context } from "../../context.ts";
import { Problem } from "../../errors.ts";
import { accessRequest } from "../access-request.ts";
import { authenticate, uuid } from "../authenticate.ts";
import type { FastRoute } from "../fast-routes.ts";
import type { DescribedRoute, RouteDescription } from "../route-description.ts";
import { type ProxyCall, proxyAnswer } from "./proxy-answer.ts";

const base = "/organizations/{orgId}/integrationcredentials/{id}/proxy";
const place = /^\/organizations\/([^/?]+)\/integrationcredentials\/([^/?]+)\/proxy(?:\/(.*)|(\?.*)?)$/s;
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Any method on `.../proxy/{path}`: a credential's call as a stream; bodies of any size are never gathered. */
export const proxyRoute = (context: Context): FastRoute => ({
  name: "/organizations/:orgId/integrationcredentials/:id/proxy/*",
  takes: (url) => url.startsWith("/organizations/") && place.test(url),
  answer: async (request, response, requestId) => {
    if (!methods.includes(request.method ?? "")) {
      response.setHeader("allow", methods.join(", "));
      throw new Problem("method_not_allowed", `A proxied call is one of ${methods.join(", ")}.`);
    }
    await proxyAnswer(context.broker, await toCall(context, request), response, requestId);
  },
});

const describe = (method: string, suffix: string): RouteDescription => ({
  id: `credentials.proxy${suffix}${method.charAt(0)}${method.slice(1).toLowerCase()}`,
  tag: "Broker",
  summary: "Call the external system with the credential; request and answer are streamed",
  caller: "signedIn",
  ...(/^(GET|HEAD|OPTIONS)$/.test(method) ? {} : { body: { mediaTypes: ["*/*"] } }),
  answer: { mediaType: "*/*" },
  errors: [
    ...([
      "not_signed_in",
      "token_invalid",
      "csrf_token_invalid",
      "not_permitted",
      "not_found",
      "path_not_allowed",
      "host_not_allowed",
    ] as const),
    "method_not_allowed" as const,
    ...(["credential_disabled", "credential_deleted", "credential_not_usable", "egress_refused"] as const),
    ...(["upstream_failed", "upstream_timeout", "upstream_authentication_failed"] as const),
  ],
});

export const proxyDescriptions: DescribedRoute[] = [base, `${base}/{path}`].flatMap((path) =>
  methods.map((method) => ({
    ...describe(method, path === base ? "" : "Path"),
    path,
    method: method.toLowerCase(),
  })),
);

/**
 * Who calls and what; read from the path as it was sent, because a reading of it is decoded. A link on another site
 * may not make a signed-in browser use a credential, by GET neither.
 */
async function toCall(context: Context, request: IncomingMessage): Promise<ProxyCall> {
  const [, orgId = "", credentialId = "", path, query] = place.exec(request.url ?? "") ?? [];
  const actor = await authenticate(context, request, orgId);
  if (actor.session) requireOwnOrigin(context.config.publicUrl, accessRequest(request));
  const id = credentialId.toLowerCase();
  if (!uuid.test(id)) throw new Problem("not_found");
  if (!actor.may("config:use", "credential", id)) {
    throw new Problem("not_permitted", "This needs the permission config:use on credential.");
  }
  const { "content-length": contentLength, "transfer-encoding": transferEncoding } = request.headers;
  const hasBody = transferEncoding !== undefined || Number(contentLength ?? 0) > 0;
  return {
    organizationId: orgId.toLowerCase(),
    credentialId: id,
    method: request.method ?? "",
    path: path === undefined ? (query ?? "") : isFullUrl(path) ? path : `/${path}`,
    headers: request.rawHeaders,
    ...(hasBody ? { contentLength } : {}),
    body: hasBody ? request.iterator({ destroyOnReturn: false }) : null,
  };
}

const isFullUrl = (path: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
