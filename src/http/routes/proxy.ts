import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createStreamMask } from "../../broker/stream-mask.ts";
import type { Context } from "../../context.ts";
import { Problem } from "../../errors.ts";
import type { Exchange } from "../../net/network.ts";
import { authenticate, uuid } from "../authenticate.ts";

const base = "/organizations/:orgId/integrationcredentials/:id/proxy";
/** A short body that came whole leaves with its head in one string: two thirds of the time of head and buffer. */
const longestWhole = 16 * 1024;
const place = /^\/organizations\/([^/?]+)\/integrationcredentials\/([^/?]+)\/proxy(?:\/(.*)|(\?.*)?)$/s;

/** An answer stands on our own origin, so a browser may neither run nor frame what a vendor sends. */
const safetyHeaders = {
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

type Call = Parameters<Context["broker"]["forward"]>[0];

/**
 * Any method on `.../proxy/{path}`: a credential's call as a stream; bodies of any size are never gathered. The work is
 * in a hook, because what comes after it would look into the body.
 */
export function addProxyRoutes(app: FastifyInstance, context: Context): void {
  const method = app.supportedMethods.filter((name) => name !== "TRACE");
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> =>
    stream(context, await toCall(context, request), reply);
  for (const url of [base, `${base}/*`]) {
    app.route({ method, url, onRequest, handler: () => Promise.reject(new Problem("internal")) });
  }
}

/** Who calls and what; read from the path as it was sent, because the router's reading is decoded. */
async function toCall(context: Context, request: FastifyRequest): Promise<Call> {
  const [, orgId = "", credentialId = "", path, query] = place.exec(request.raw.url ?? "") ?? [];
  const actor = await authenticate(context, request, orgId);
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
    method: request.method,
    path: path === undefined ? (query ?? "") : isFullUrl(path) ? path : `/${path}`,
    headers: request.raw.rawHeaders,
    ...(hasBody ? { contentLength } : {}),
    body: hasBody ? request.raw.iterator({ destroyOnReturn: false }) : null,
  };
}

const isFullUrl = (path: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(path);

/** Rejects while an error can still be answered; afterwards a failure breaks the caller's connection off. */
function stream({ broker }: Context, call: Call, reply: FastifyReply): Promise<void> {
  const { raw } = reply;
  return new Promise((resolve, reject) => {
    let exchange: Exchange | undefined;
    let mask = createStreamMask([]);
    let whole: Buffer | undefined;
    let wholeLength = -1;
    let isOver = false;
    const over = (failure?: unknown): void => {
      if (isOver) return;
      isOver = true;
      if (failure === undefined) resolve();
      else if (!raw.headersSent) reject(failure);
      else resolve(void raw.destroy());
    };
    const write = (bytes: Buffer): boolean => {
      const isTaken = bytes.length === 0 || raw.write(bytes);
      if (!isTaken) raw.once("drain", () => exchange?.resume());
      return isTaken;
    };
    raw.on("close", () => {
      if (raw.writableFinished) return;
      if (!raw.headersSent) reply.hijack();
      exchange?.abort();
      over();
    });
    const sink: Parameters<Context["broker"]["forward"]>[1] = {
      onHeaders: (status, headers, { redactor }) => {
        mask = createStreamMask(redactor.needles);
        const announced = Number(headers["content-length"]);
        wholeLength = announced <= longestWhole ? announced : -1;
        raw.writeHead(status, { ...headers, ...safetyHeaders, "x-credenza-request-id": reply.request.id });
        reply.hijack();
      },
      onData: (chunk) => {
        const clean = mask.push(chunk);
        if (clean.length !== wholeLength) return write(clean);
        whole = clean;
        return true;
      },
      onEnd: () => {
        if (whole) raw.end(whole.toString("latin1"), "latin1");
        else {
          write(mask.flush());
          raw.end();
        }
        over();
      },
      onFailure: over,
    };
    broker.forward(call, sink).then((started) => {
      exchange = started;
      if (raw.destroyed) started.abort();
    }, over);
  });
}
