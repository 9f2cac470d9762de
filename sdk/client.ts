/** How to reach a Credenza server and as whom: an access key of a service user. */
export interface ClientOptions {
  /** E.g. `https://credenza.example.com`. */
  url: string;
  organizationId: string;
  accessKeyId: string;
  apiSecret: string;
  /** Milliseconds for one try of a request; 60,000 unless said. */
  timeoutMs?: number;
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  /** The same key makes a repeated POST one POST. Made for each POST unless given, so that a retry is safe. */
  idempotencyKey?: string;
}

/** What the server said: RFC 9457 problem details. */
export class CredenzaError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly errors: { field: string; message: string }[];

  constructor(status: number, problem: Record<string, unknown>) {
    super(typeof problem.message === "string" ? problem.message : `The server answered with status ${status}.`);
    this.status = status;
    this.code = typeof problem.code === "string" ? problem.code : "unknown";
    this.requestId = typeof problem.requestId === "string" ? problem.requestId : undefined;
    this.errors = Array.isArray(problem.errors) ? problem.errors : [];
  }
}

export interface Client {
  /** `path` below the organization, e.g. `/integrationcredentials`. Throws CredenzaError; a TypeError when nobody answers. */
  request<T = unknown>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** Every item of a list, page by page. */
  list<T = unknown>(path: string, query?: RequestOptions["query"]): AsyncGenerator<T>;
}

const renewAheadMs = 300_000;
const pauseMs = 500;
const tries = 3;

interface Token {
  value: string;
  renewAt: number;
}

/** A client that signs in by itself, renews its token five minutes ahead, and repeats what may be repeated twice. */
export function createClient(options: ClientOptions): Client {
  const { url, organizationId, accessKeyId, apiSecret, timeoutMs = 60_000 } = options;
  const base = url.replace(/\/+$/, "");
  let token: Promise<Token> | undefined;

  const signIn = async (): Promise<Token> => {
    const basic = Buffer.from(`${accessKeyId}:${apiSecret}`, "utf8").toString("base64");
    const answer = await send(`${base}/oauth/token`, timeoutMs, {
      method: "POST",
      headers: { authorization: `Basic ${basic}`, "content-type": "application/json" },
      body: '{"grant_type":"client_credentials"}',
    });
    const { access_token: value, expires_in: seconds } = await read<{ access_token: string; expires_in: number }>(
      answer,
    );
    const lifetimeMs = seconds * 1000;
    return { value, renewAt: Date.now() + lifetimeMs - Math.min(renewAheadMs, lifetimeMs / 2) };
  };
  const current = async (): Promise<Token> => {
    const seen = token;
    const held = await seen?.catch(() => undefined);
    if (held && Date.now() < held.renewAt) return held;
    if (token === seen || token === undefined) token = signIn();
    return token;
  };
  const authorized = async (target: string, init: RequestInit): Promise<Response> => {
    const { value } = await current();
    return send(target, timeoutMs, { ...init, headers: { ...init.headers, authorization: `Bearer ${value}` } });
  };

  const client: Client = {
    request: async (method, path, { query = {}, body, idempotencyKey } = {}) => {
      const target = new URL(`${base}/organizations/${organizationId}${path}`);
      for (const [name, value] of Object.entries(query)) {
        if (value !== undefined) target.searchParams.set(name, String(value));
      }
      const headers: Record<string, string> = { accept: "application/json" };
      if (body !== undefined) headers["content-type"] = "application/json";
      if (method === "POST") headers["idempotency-key"] = idempotencyKey ?? globalThis.crypto.randomUUID();
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const answer = await again(() => authorized(target.href, init));
      if (answer.status !== 401) return read(answer);
      token = undefined;
      return read(await authorized(target.href, init));
    },
    list: async function* <T>(path: string, query: RequestOptions["query"] = {}) {
      let nextToken: string | null | undefined;
      do {
        const page: { data: T[]; nextToken?: string | null } = await client.request("GET", path, {
          query: { ...query, nextToken: nextToken ?? undefined },
        });
        yield* page.data;
        nextToken = page.nextToken;
      } while (nextToken);
    },
  };
  return client;
}

const send = (target: string, timeoutMs: number, init: RequestInit): Promise<Response> =>
  fetch(target, { ...init, redirect: "error", signal: AbortSignal.timeout(timeoutMs) });

const mayPass = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** Repeats after a lost connection, 408, 429 and 5xx; a POST is safe to repeat because it carries an idempotency key. */
async function again(work: () => Promise<Response>): Promise<Response> {
  for (let number = 1; ; number++) {
    const answer = await work().catch((error: unknown) => {
      if (number === tries) throw error;
      return undefined;
    });
    if (answer && (number === tries || !mayPass(answer.status))) return answer;
    const seconds = Number(answer?.headers.get("retry-after") ?? Number.NaN);
    await answer?.body?.cancel();
    await pause(seconds >= 0 ? Math.min(seconds * 1000, 30_000) : pauseMs * 2 ** (number - 1));
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function read<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  const value = parse(text);
  if (answer.ok) return value as T;
  throw new CredenzaError(answer.status, (value ?? {}) as Record<string, unknown>);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
