export type NetworkFailureKind = "refused" | "timeout" | "dns" | "connect" | "tls" | "reset" | "protocol" | "aborted";

/** The outside world failed. `message` is plain words about the host; it never holds a path, query or header. */
export class NetworkFailure extends Error {
  readonly kind: NetworkFailureKind;

  constructor(kind: NetworkFailureKind, message: string) {
    super(message);
    this.name = "NetworkFailure";
    this.kind = kind;
  }
}

type Row = [kind: NetworkFailureKind, words: (host: string) => string];

const rows: Record<string, Row> = {
  ENOTFOUND: ["dns", (host) => `The host name ${host} does not exist.`],
  ENODATA: ["dns", (host) => `The host name ${host} has no address.`],
  EAI_AGAIN: ["dns", (host) => `The name service did not answer for ${host}.`],
  ECONNREFUSED: ["connect", (host) => `${host} refuses connections.`],
  EHOSTUNREACH: ["connect", (host) => `There is no route to ${host}.`],
  ENETUNREACH: ["connect", (host) => `There is no route to ${host}.`],
  EADDRNOTAVAIL: ["connect", (host) => `There is no route to ${host}.`],
  ETIMEDOUT: ["timeout", (host) => `${host} did not accept a connection in time.`],
  UND_ERR_CONNECT_TIMEOUT: ["timeout", (host) => `${host} did not accept a connection in time.`],
  UND_ERR_HEADERS_TIMEOUT: ["timeout", (host) => `${host} did not answer in time.`],
  UND_ERR_BODY_TIMEOUT: ["timeout", (host) => `${host} stopped sending in the middle of its answer.`],
  ECONNRESET: ["reset", (host) => `${host} broke off the connection.`],
  EPIPE: ["reset", (host) => `${host} broke off the connection.`],
  UND_ERR_SOCKET: ["reset", (host) => `${host} broke off the connection.`],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["reset", (host) => `${host} broke off its answer.`],
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: [
    "aborted",
    () => "The request's body did not have the length that it announced.",
  ],
  UND_ERR_HEADERS_OVERFLOW: ["protocol", (host) => `${host} answered with headers that are too large.`],
  UND_ERR_INVALID_ARG: ["refused", () => "The request has a method or a header that HTTP does not allow."],
  UND_ERR_ABORTED: ["aborted", () => "The call was broken off."],
  UND_ERR_DESTROYED: ["aborted", () => "The call was broken off because the server stops."],
  UND_ERR_CLOSED: ["aborted", () => "The call was broken off because the server stops."],
  CERT_HAS_EXPIRED: ["tls", (host) => `The certificate of ${host} has expired.`],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["tls", (host) => `The certificate of ${host} is signed by itself.`],
  SELF_SIGNED_CERT_IN_CHAIN: ["tls", (host) => `The certificate of ${host} is signed by an unknown authority.`],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["tls", (host) => `The certificate of ${host} is signed by an unknown authority.`],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["tls", (host) => `The certificate of ${host} is signed by an unknown authority.`],
  ERR_TLS_CERT_ALTNAME_INVALID: ["tls", (host) => `The certificate of ${host} belongs to another host.`],
};

/** Maps what undici, DNS, TCP and TLS throw; the original message is not kept, because it may quote the request. */
export function toNetworkFailure(error: unknown, host: string): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const { code = "", name = "" } = (cause ?? {}) as { code?: string; name?: string };
  if (name === "HTTPParserError") return new NetworkFailure("protocol", `${host} did not answer in HTTP.`);
  const row = rows[code] ?? byPrefix(code);
  return new NetworkFailure(row[0], row[1](host));
}

function byPrefix(code: string): Row {
  if (/^(ERR_SSL|ERR_TLS|EPROTO|CERT_|UNABLE_TO|HOSTNAME)/.test(code)) {
    return ["tls", (host) => `${host} could not be reached over TLS.`];
  }
  return ["reset", (host) => `The connection to ${host} failed.`];
}
