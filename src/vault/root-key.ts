import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../config/config.ts";
import { isKeyReference } from "../config/key-services.ts";
import { StartError } from "../config/start-error.ts";
import { aeadKey } from "../crypto/aead.ts";
import { hmacText } from "../crypto/digest.ts";
import { randomToken } from "../crypto/ids.ts";
import { type KeyServiceSettings, openReference } from "./key-services/open-reference.ts";
import { openWith, sealWith } from "./sealed-value.ts";

export const rootKeySources = ["GENERATED_FILE", "FILE", "ENVIRONMENT", "AWS_KMS", "GCP_KMS", "VAULT_TRANSIT"] as const;
export type RootKeySource = (typeof rootKeySources)[number];

/** Wraps data keys. A provider that never lets its key out (AWS KMS, GCP KMS, Vault transit) fits the same shape. */
export interface RootKey {
  /** Where it comes from. */
  source: RootKeySource;
  /** Names the key without telling anything about it: 16 hex characters. */
  fingerprint: string;
  wrap(plaintext: Uint8Array, associatedData: string): Promise<string>;
  unwrap(wrapped: string, associatedData: string): Promise<Buffer>;
}

const keyBytes = 32;

export function rootKeyFromBytes(bytes: Uint8Array, source: RootKeySource): RootKey {
  const key = aeadKey(bytes);
  const fingerprint = hmacText("sha256", "hex", bytes, "credenza root key").slice(0, 16);
  return {
    source,
    fingerprint,
    wrap: async (plaintext, associatedData) => sealWith(fingerprint, key, plaintext, associatedData),
    unwrap: async (wrapped, associatedData) => openWith(key, wrapped, associatedData),
  };
}

export type KeyPlace = Pick<Config, "rootKey" | "rootKeyFile" | "dataDir"> & KeyServiceSettings;

export const generatedKeyFile = (config: Pick<Config, "dataDir">): string => join(config.dataDir, "root.key");

/** The configured key, else the one generated earlier; undefined when there is none. Throws StartError when it is malformed. */
export function findRootKey(config: KeyPlace): RootKey | undefined {
  if (config.rootKey !== undefined) return parse(config, config.rootKey, "CREDENZA_ROOT_KEY", "ENVIRONMENT");
  const file = config.rootKeyFile ?? generatedKeyFile(config);
  if (!existsSync(file)) {
    if (config.rootKeyFile === undefined) return undefined;
    throw new StartError(`CREDENZA_ROOT_KEY_FILE names ${file}, which does not exist. Put the key file there.`);
  }
  const source = config.rootKeyFile === undefined ? "GENERATED_FILE" : "FILE";
  return parse(config, readFileSync(file, "utf8"), file, source);
}

/** Writes a new random key to the data directory, readable by its owner only. */
export function generateRootKey(config: KeyPlace): { rootKey: RootKey; file: string } {
  const file = generatedKeyFile(config);
  const bytes = Buffer.from(randomToken(keyBytes), "base64url");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${bytes.toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  return { rootKey: rootKeyFromBytes(bytes, "GENERATED_FILE"), file };
}

function parse(settings: KeyServiceSettings, value: string, place: string, source: RootKeySource): RootKey {
  const trimmed = value.trim();
  if (isKeyReference(trimmed)) return openReference(trimmed, settings);
  const bytes = Buffer.from(trimmed, "base64");
  const roundTrip = bytes.toString("base64").replace(/=+$/, "");
  if (bytes.length !== keyBytes || roundTrip !== trimmed.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "")) {
    throw new StartError(
      `${place} does not hold a root key. It must be 32 random bytes in base64 (44 characters), as \`openssl rand -base64 32\` prints, or name a key: awskms:..., gcpkms:... or vault-transit:...`,
    );
  }
  return rootKeyFromBytes(bytes, source);
}
