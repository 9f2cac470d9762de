import http from "node:http";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type FakeChargebee, startFakeChargebee } from "../fakes/chargebee.ts";
import { type FakeM3ter, startFakeM3ter } from "../fakes/m3ter.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

export const fullKey = "test_full_0aBcD1eFgH2iJkL3";
export const restrictedKey = "test_restricted_4mNoP5qRs";
export const m3terKey = { accessKeyId: "4f1d2a3b5c6d7e8f", apiSecret: "m3ter+secret/0123456789==" };

export interface BrokerWorld {
  credenza: TestCredenza;
  chargebee: FakeChargebee;
  m3ter: FakeM3ter;
  /** Id of a new credential with these fields. */
  credential(fields?: Record<string, unknown>): Promise<string>;
  m3terCredential(fields?: Record<string, unknown>): Promise<string>;
  /** Times that the vault opened a secret since the last call of this. */
  secretsOpened(): number;
  /** Calls the server with exactly this path; one without a slash at its start stands below the organization. */
  raw(method: string, path: string, options?: RawOptions): Promise<RawAnswer>;
  stop(): Promise<void>;
}

export interface RawOptions {
  headers?: http.OutgoingHttpHeaders;
  body?: string | Buffer | Readable;
  token?: string | null;
}

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read members of any answer
  json: any;
}

/** The product, without its worker, with overrides that lead to fakes of Chargebee and m3ter on loopback. */
export async function startBrokerWorld(
  options: { env?: Record<string, string>; now?: () => number } = {},
): Promise<BrokerWorld> {
  const chargebee = await startFakeChargebee({ keys: { [fullKey]: "full", [restrictedKey]: "restricted" } });
  const m3ter = await startFakeM3ter(m3terKey);
  const credenza = await startCredenza({
    now: options.now,
    env: {
      CREDENZA_ROLE: "api",
      DATABASE_URL: "postgres://the.harness@gives.its/own",
      CREDENZA_BASE_URL_CHARGEBEE: chargebee.url,
      CREDENZA_BASE_URL_M3TER: m3ter.url,
      ...options.env,
    },
  });
  const create = async (body: Record<string, unknown>): Promise<string> => {
    const answer = await credenza.api("POST", "integrationcredentials", { body: { name: "Test", ...body } });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body.id;
  };
  return {
    credenza,
    chargebee,
    m3ter,
    credential: (fields = {}) => create({ destination: "CHARGEBEE", apiKey: fullKey, site: "acme-test", ...fields }),
    m3terCredential: (fields = {}) => create({ destination: "M3TER", ...m3terKey, ...fields }),
    secretsOpened: countOpenings(credenza),
    raw: (method, path, rawOptions = {}) => {
      const full = path.startsWith("/") ? path : `/organizations/${credenza.organizationId}/${path}`;
      return rawCall(credenza, method, full, rawOptions);
    },
    stop: async () => {
      await credenza.stop();
      await chargebee.close();
      await m3ter.close();
    },
  };
}

function countOpenings({ context: { vault } }: TestCredenza): () => number {
  const open = vault.open;
  let opened = 0;
  vault.open = (place, sealed) => {
    opened++;
    return open(place, sealed);
  };
  return () => {
    const since = opened;
    opened = 0;
    return since;
  };
}

/** Begins a call; the path is sent as it is, without the tidying that URL does. */
export function startRaw(
  { url, adminToken }: TestCredenza,
  method: string,
  path: string,
  { headers = {}, token = adminToken }: RawOptions = {},
): http.ClientRequest {
  const { hostname, port } = new URL(url);
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  return http.request({ hostname, port, method, path, headers: { ...authorization, ...headers }, agent: false });
}

function rawCall(credenza: TestCredenza, method: string, path: string, options: RawOptions): Promise<RawAnswer> {
  const request = startRaw(credenza, method, path, options);
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      buffer(response).then((bytes) => {
        const text = bytes.toString("utf8");
        const isJson = response.headers["content-type"]?.includes("json") ?? false;
        const json = isJson && text ? JSON.parse(text) : undefined;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      }, reject);
    });
    const { body } = options;
    if (body === undefined || typeof body === "string" || Buffer.isBuffer(body)) request.end(body);
    else body.pipe(request);
  });
}
