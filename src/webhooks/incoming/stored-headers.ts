import { purposes } from "../../vault/sealed-places.ts";
import type { Vault } from "../../vault/vault.ts";

/** Headers whose values are secrets of the sender: shown as "[sealed]", kept sealed beside, so that a check can be repeated. */
const secretNames = new Set(["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-auth-token"]);
const secretNamePart = /secret|password|access-token/;
const jwt = /^(?:[A-Za-z]+ )?eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;

const placeholder = "[sealed]";

export interface StoredHeaders {
  /** JSON of `[name, value][]` in the order of arrival. */
  headers: string;
  sealedHeaders: string | null;
}

/** Costs an encryption only when the request has such headers. */
export async function storeHeaders(
  vault: Pick<Vault, "sealBytes">,
  message: { id: string; organizationId: string },
  rawHeaders: readonly string[],
): Promise<StoredHeaders> {
  const shown: [string, string][] = [];
  const hidden: [number, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    const value = rawHeaders[index + 1] as string;
    const isHidden = isSecret(name, value);
    if (isHidden) hidden.push([shown.length, value]);
    shown.push([name, isHidden ? placeholder : value]);
  }
  const headers = JSON.stringify(shown);
  if (hidden.length === 0) return { headers, sealedHeaders: null };
  const bytes = Buffer.from(JSON.stringify(hidden));
  return { headers, sealedHeaders: await vault.sealBytes(message.organizationId, purposes.message(message.id), bytes) };
}

/** The headers as they arrived, names and values in turn. Throws when the sealed part does not open. */
export async function openHeaders(
  vault: Pick<Vault, "openBytes">,
  message: { id: string; organization_id: string; headers: [string, string][]; sealed_headers: string | null },
): Promise<string[]> {
  const headers = message.headers.map(([name, value]): [string, string] => [name, value]);
  if (message.sealed_headers !== null) {
    const bytes = await vault.openBytes(message.organization_id, purposes.message(message.id), message.sealed_headers);
    for (const [index, value] of JSON.parse(bytes.toString("utf8")) as [number, string][]) {
      const header = headers[index];
      if (header) header[1] = value;
    }
  }
  return headers.flat();
}

function isSecret(name: string, value: string): boolean {
  return hasSecretName(name) || (value.length > 40 && value.includes("eyJ") && jwt.test(value));
}

/** Senders use few names, so each is looked at once; bounded, as a stranger may send any. */
const judgedNames = new Map<string, boolean>();
const maxJudgedNames = 1000;

function hasSecretName(name: string): boolean {
  const known = judgedNames.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  const isHidden = secretNames.has(lower) || secretNamePart.test(lower);
  if (judgedNames.size >= maxJudgedNames) judgedNames.clear();
  judgedNames.set(name, isHidden);
  return isHidden;
}
