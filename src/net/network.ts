import { Readable } from "node:stream";
import { LRUCache } from "lru-cache";
import { Agent } from "undici";
import { checkTarget, guardedConnector, type Lookup, lookupBySystem } from "./connector.ts";
import { canonicalHost, egressRules } from "./egress-rules.ts";
import { type AnswerHeaders, type Exchange, type ExchangeOptions, late, type Sink, startExchange } from "./exchange.ts";
import { NetworkFailure } from "./network-failure.ts";

export type { AnswerHeaders, Exchange, Sink } from "./exchange.ts";
export { NetworkFailure, type NetworkFailureKind } from "./network-failure.ts";

/** What a TLS connection shows of itself; all PEM. */
export interface ClientCertificate {
  certificate: string;
  privateKey: string;
  passphrase?: string | undefined;
  /** Trusted beside the usual ones. */
  authority?: string | undefined;
}

export interface NetworkRequest {
  url: URL;
  method: string;
  headers: Record<string, string | string[]>;
  body?: Buffer | Readable | null;
  /** For the whole exchange, the answer's body included. */
  timeoutMs: number;
  /** Further `host:port` that this call may reach: an operator's override. */
  allow?: readonly string[];
  tls?: ClientCertificate | undefined;
  signal?: AbortSignal;
}

export interface NetworkAnswer {
  status: number;
  headers: AnswerHeaders;
  /** Destroy it to break off; it fails with a NetworkFailure when the other side does. */
  body: Readable;
}

/** The one door out: judges the address at connect time, follows no redirect, takes only http and https. */
export interface Network {
  /** Rejects with NetworkFailure. */
  request(request: NetworkRequest): Promise<NetworkAnswer>;
  /** The same without streams between, for the proxy's hot path. Never throws: the sink hears of every failure. */
  exchange(
    options: ExchangeOptions & { allow?: readonly string[]; tls?: ClientCertificate | undefined },
    sink: Sink,
  ): Exchange;
  /** Resolves the host and judges it as a call would, without connecting. Gives why not, if not. */
  check(url: URL): Promise<NetworkFailure | undefined>;
  close(): Promise<void>;
}

/** Sees each exchange begin, and gives the sink that hears of it. */
export type ObserveExchange = (options: Pick<ExchangeOptions, "method" | "url">, sink: Sink) => Sink;

export interface NetworkOptions {
  egressAllow: readonly string[];
  lookup?: Lookup;
  observe?: ObserveExchange | undefined;
  maxConnectionsPerOrigin?: number;
  connectTimeoutMs?: number;
}

export function createNetwork(options: NetworkOptions): Network {
  const agents = new Map<string, Agent>();
  const certified = new LRUCache<ClientCertificate, Agent>({ max: 200, dispose: (agent) => void agent.close() });
  const agentFor = (allow: readonly string[] = [], tls?: ClientCertificate): Agent => {
    if (tls) {
      const own = certified.get(tls) ?? createAgent(options, allow, tls);
      certified.set(tls, own);
      return own;
    }
    const key = allow.join(" ");
    const known = agents.get(key);
    if (known) return known;
    const agent = createAgent(options, allow);
    agents.set(key, agent);
    return agent;
  };
  const exchange: Network["exchange"] = ({ allow, tls, ...rest }, sink) => {
    const failure = urlFailure(rest.url);
    if (!failure) return startExchange(agentFor(allow, tls), rest, options.observe?.(rest, sink) ?? sink);
    queueMicrotask(() => sink.onFailure(failure));
    return { resume: () => {}, abort: () => {} };
  };
  const rules = egressRules(options.egressAllow);
  return {
    check: async (url) => urlFailure(url) ?? checkTarget(rules, options.lookup ?? lookupBySystem, url),
    exchange,
    request: (request) => requestStreamed(exchange, request),
    close: async () => {
      await Promise.all([...agents.values(), ...certified.values()].map((agent) => agent.destroy()));
    },
  };
}

/** Connections that an override opened, or that show a certificate, are in a pool of their own, so no other call gets them. */
function createAgent(options: NetworkOptions, allow: readonly string[], tls?: ClientCertificate): Agent {
  const rules = egressRules([...options.egressAllow, ...allow]);
  return new Agent({
    connect: guardedConnector(rules, options.lookup ?? lookupBySystem, options.connectTimeoutMs ?? 10_000, tls),
    connections: options.maxConnectionsPerOrigin ?? 256,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    maxHeaderSize: 32 * 1024,
  });
}

function urlFailure(url: URL): NetworkFailure | undefined {
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  if (!isWeb) return new NetworkFailure("refused", "Only https addresses can be called.");
  if (!url.username && !url.password) return undefined;
  return new NetworkFailure("refused", "The URL may not hold a user name or password.");
}

async function requestStreamed(exchange: Network["exchange"], request: NetworkRequest): Promise<NetworkAnswer> {
  const { url, method, body = null, timeoutMs, allow, tls, signal } = request;
  if (signal?.aborted) throw new NetworkFailure("aborted", "The call was broken off.");
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => [name, one]),
  );
  return new Promise((resolve, reject) => {
    let stream: Readable | undefined;
    let started: Exchange | undefined;
    const onAbort = (): void => started?.abort();
    const onLate = (): void => started?.abort(late(canonicalHost(url.hostname), timeoutMs));
    const timer = setTimeout(onLate, timeoutMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    const finish = (failure?: NetworkFailure): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      if (!stream) reject(failure);
      else if (failure) stream.destroy(failure);
      else stream.push(null);
    };
    started = exchange(
      { url, method, headers, body, timeoutMs, idleTimeoutMs: timeoutMs, allow, tls },
      {
        onHeaders: (status, answerHeaders) => {
          stream = bodyOf(() => started);
          resolve({ status, headers: answerHeaders, body: stream });
        },
        onData: (chunk) => stream?.push(chunk) ?? true,
        onEnd: () => finish(),
        onFailure: finish,
      },
    );
  });
}

function bodyOf(exchange: () => Exchange | undefined): Readable {
  const stream = new Readable({
    read: () => exchange()?.resume(),
    destroy: (error, done) => {
      exchange()?.abort();
      done(error);
    },
  });
  return stream.on("error", () => {});
}
