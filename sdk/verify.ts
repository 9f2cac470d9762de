/** What a receiver of Credenza's outgoing webhooks holds: the API key and the secret of the credential. */
export interface ReceiverCredential {
  apiKey: string;
  /** Several while a rotation is under way. */
  secrets: string[];
}

export interface VerifyOptions {
  /** Unix milliseconds. */
  now?: number;
  toleranceSeconds?: number;
}

export type Verdict =
  | { ok: true; id: string }
  | { ok: false; reason: "header_missing" | "api_key_wrong" | "too_old_or_new" | "signature_wrong" };

type Headers = Record<string, string | string[] | undefined> | { get(name: string): string | null };

const names = ["x-m3ter-api-key", "x-m3ter-id", "x-m3ter-timestamp", "x-m3ter-signature"] as const;

/**
 * Checks one request: key, time (300 s either way) and signature over the raw body, byte for byte as it arrived.
 * An id that was seen before is the caller's to drop. Uses the Web Cryptography of any runtime; no dependency.
 */
export async function verify(
  headers: Headers,
  body: Uint8Array | string,
  credential: ReceiverCredential,
  { now = Date.now(), toleranceSeconds = 300 }: VerifyOptions = {},
): Promise<Verdict> {
  const [apiKey, id, timestamp, signature] = names.map((name) => read(headers, name));
  if (!apiKey || !id || !timestamp || !signature) return { ok: false, reason: "header_missing" };
  if (apiKey !== credential.apiKey) return { ok: false, reason: "api_key_wrong" };
  const isFresh = /^\d{1,12}$/.test(timestamp) && Math.abs(now / 1000 - Number(timestamp)) <= toleranceSeconds;
  if (!isFresh) return { ok: false, reason: "too_old_or_new" };
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const head = new TextEncoder().encode(`${apiKey}.${id}.${timestamp}.`);
  const message = new Uint8Array(head.length + bytes.length);
  message.set(head);
  message.set(bytes, head.length);
  const given = signature.split(",").flatMap((one) => fromHex(one.trim()) ?? []);
  for (const secret of credential.secrets) {
    for (const mac of given) if (await matches(secret, mac, message)) return { ok: true, id };
  }
  return { ok: false, reason: "signature_wrong" };
}

/** The comparison of `subtle.verify` takes the same time whatever differs. */
async function matches(
  secret: string,
  mac: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const material = new TextEncoder().encode(secret);
  const key = await globalThis.crypto.subtle.importKey("raw", material, algorithm, false, ["verify"]);
  return globalThis.crypto.subtle.verify("HMAC", key, mac, message);
}

function fromHex(signature: string): Uint8Array<ArrayBuffer> | undefined {
  const hex = /^v1=([0-9a-f]{64})$/.exec(signature)?.[1];
  return hex === undefined ? undefined : Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function read(headers: Headers, name: string): string | undefined {
  if (typeof headers.get === "function") return (headers.get(name) as string | null) ?? undefined;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === "string" ? found : undefined;
}
