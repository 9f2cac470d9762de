import type { Kysely } from "kysely";
import { equalBytes } from "../crypto/compare.ts";
import { hmac } from "../crypto/digest.ts";
import type { NewDataKey } from "../store/data-keys.ts";
import type { Database } from "../store/schema.ts";
import { createKeyring, type DataKey } from "./keyring.ts";
import { reveal } from "./reveal.ts";
import type { RootKey } from "./root-key.ts";
import type { Binding } from "./sealed-places.ts";
import { keyIdOf, openWith, sealWith } from "./sealed-value.ts";
import { Secret } from "./secret.ts";

/** Where a sealed field stands. A sealed value opens nowhere else. */
export interface SecretPlace {
  organizationId: string;
  credentialId: string;
  field: string;
  version: number;
}

/** The only holder of plaintext. A call costs no query once the organization's data key is in memory. */
export interface Vault {
  seal(place: SecretPlace, value: Secret): Promise<string>;
  /** For `broker/` and `webhooks/` only. Throws SealBroken. */
  open(place: SecretPlace, sealed: string): Promise<Secret>;
  /** Seals bytes for one purpose of an organization (null: of the installation), e.g. `message:<id>`. */
  sealBytes(organizationId: string | null, purpose: string, bytes: Uint8Array): Promise<string>;
  openBytes(organizationId: string | null, purpose: string, sealed: string): Promise<Buffer>;
  /** Seals what belongs to no organization, e.g. the key that signs access tokens. */
  sealInstance(purpose: string, value: Secret): Promise<string>;
  openInstance(purpose: string, sealed: string): Promise<Secret>;
  /** HMAC-SHA256 under the organization's key (null: the installation's): compares bodies without keeping them. */
  mac(organizationId: string | null, purpose: string, bytes: Uint8Array): Promise<Buffer>;
  /** Whether it is such a MAC, under the key in use or one that was until two days ago. */
  isMac(organizationId: string | null, purpose: string, bytes: Uint8Array, mac: Uint8Array): Promise<boolean>;
  /** The same value sealed with another data key of its organization. Throws SealBroken. */
  reseal(organizationId: string, binding: Binding, sealed: string, keyId: string): Promise<string>;
  createDataKey(db: Kysely<Database>, organizationId: string | null): Promise<void>;
  /** A further data key, wrapped and not stored yet. */
  makeDataKey(organizationId: string, generation: number): Promise<NewDataKey & { organizationId: string }>;
  /** Reads anew which data key is in use; null: lets go of every key in memory. */
  forget(organizationId: string | null): void;
  rootKey: Pick<RootKey, "source" | "fingerprint">;
}

export function createVault(db: Kysely<Database>, rootKey: RootKey): Vault {
  const keyring = createKeyring(db, rootKey);

  const seal = async (organizationId: string | null, bytes: Uint8Array, associatedData: string): Promise<string> => {
    const { id, key } = await keyring.active(organizationId);
    return sealWith(id, key, bytes, associatedData);
  };
  const open = async (organizationId: string | null, sealed: string, associatedData: string): Promise<Buffer> => {
    const { key } = await keyring.byId(keyIdOf(sealed), organizationId);
    return openWith(key, sealed, associatedData);
  };

  return {
    seal: (place, value) => seal(place.organizationId, Buffer.from(reveal(value)), fieldData(place)),
    open: async (place, sealed) =>
      new Secret((await open(place.organizationId, sealed, fieldData(place))).toString("utf8")),
    sealBytes: (organizationId, purpose, bytes) => seal(organizationId, bytes, purposeData(organizationId, purpose)),
    openBytes: (organizationId, purpose, sealed) => open(organizationId, sealed, purposeData(organizationId, purpose)),
    sealInstance: (purpose, value) => seal(null, Buffer.from(reveal(value)), purposeData(null, purpose)),
    openInstance: async (purpose, sealed) =>
      new Secret((await open(null, sealed, purposeData(null, purpose))).toString("utf8")),
    mac: async (organizationId, purpose, bytes) => {
      const { macKey } = await keyring.active(organizationId);
      return hmac("sha256", macKey, `${purpose}\n`, bytes);
    },
    isMac: async (organizationId, purpose, bytes, mac) => {
      const isUnder = ({ macKey }: DataKey): boolean => equalBytes(hmac("sha256", macKey, `${purpose}\n`, bytes), mac);
      if (isUnder(await keyring.active(organizationId))) return true;
      return organizationId !== null && (await keyring.replaced(organizationId)).some(isUnder);
    },
    reseal: async (organizationId, binding, sealed, keyId) => {
      const data =
        "purpose" in binding ? purposeData(organizationId, binding.purpose) : fieldData({ organizationId, ...binding });
      const { key } = await keyring.byId(keyId, organizationId);
      return sealWith(keyId, key, await open(organizationId, sealed, data), data);
    },
    createDataKey: keyring.create,
    makeDataKey: keyring.make,
    forget: keyring.forget,
    rootKey: { source: rootKey.source, fingerprint: rootKey.fingerprint },
  };
}

const fieldData = (place: SecretPlace): string =>
  JSON.stringify(["field", place.organizationId, place.credentialId, place.field, place.version]);

const purposeData = (organizationId: string | null, purpose: string): string =>
  JSON.stringify(["purpose", organizationId, purpose]);
