import type { IncomingHttpHeaders } from "node:http";
import type { AccessRequest } from "../access/access.ts";

export interface RequestHead {
  method?: string | undefined;
  headers: IncomingHttpHeaders;
}

/** The headers that say who calls and from where. A header that came several times counts as absent. */
export function accessRequest({ method = "", headers }: RequestHead): AccessRequest {
  const { authorization, cookie, origin, host } = headers;
  return {
    method,
    authorization,
    cookie,
    origin,
    host,
    csrfToken: single(headers["x-csrf-token"]),
    site: single(headers["sec-fetch-site"]),
  };
}

const single = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;
