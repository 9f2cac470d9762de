import type { Kysely } from "kysely";
import { hmac } from "../crypto/digest.ts";
import type { Database } from "../store/schema.ts";
import { createKeyring } from "./keyring.ts";
import { reveal } from "./reveal.ts";
import type { RootKey } from "./root-key.ts";
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
  createDataKey(db: Kysely<Database>, organizationId: string | null): Promise<void>;
  /** Lets go of every key in memory. */
  forget(): void;
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
    createDataKey: keyring.create,
    forget: keyring.forget,
  };
}

const fieldData = (place: SecretPlace): string =>
  JSON.stringify(["field", place.organizationId, place.credentialId, place.field, place.version]);

const purposeData = (organizationId: string | null, purpose: string): string =>
  JSON.stringify(["purpose", organizationId, purpose]);
