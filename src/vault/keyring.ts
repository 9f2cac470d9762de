import type { Kysely } from "kysely";
import { type AeadKey, aeadKey } from "../crypto/aead.ts";
import { newId, randomToken } from "../crypto/ids.ts";
import { type DataKeyRow, findActiveDataKey, findDataKey, insertDataKey } from "../store/data-keys.ts";
import type { Database } from "../store/schema.ts";
import type { RootKey } from "./root-key.ts";
import { SealBroken } from "./sealed-value.ts";

export interface DataKey {
  id: string;
  organizationId: string | null;
  key: AeadKey;
  /** For MACs; another key than the one that seals. */
  macKey: Buffer;
}

/** Unwraps data keys and holds them in memory. One query per key and process. `null` is the instance itself. */
export interface Keyring {
  active(organizationId: string | null): Promise<DataKey>;
  byId(id: string, organizationId: string | null): Promise<DataKey>;
  create(db: Kysely<Database>, organizationId: string | null): Promise<void>;
  forget(): void;
}

const dataKeyBytes = 64;

export function createKeyring(db: Kysely<Database>, rootKey: RootKey): Keyring {
  const byId = new Map<string, Promise<DataKey>>();
  const active = new Map<string | null, Promise<DataKey>>();

  const unwrap = async (row: DataKeyRow): Promise<DataKey> => {
    const bytes = await rootKey.unwrap(row.wrapped, wrappingData(row));
    return {
      id: row.id,
      organizationId: row.organizationId,
      key: aeadKey(bytes.subarray(0, 32)),
      macKey: bytes.subarray(32),
    };
  };
  const find = async (id: string): Promise<DataKey> => {
    const row = await findDataKey(db, id);
    if (!row) throw new SealBroken("its data key is gone");
    return unwrap(row);
  };
  const findActive = async (organizationId: string | null): Promise<DataKey> => {
    const row = await findActiveDataKey(db, organizationId);
    if (!row) throw new Error("The organization has no data key");
    return unwrap(row);
  };

  return {
    active: (organizationId) => remember(active, organizationId, () => findActive(organizationId)),
    byId: async (id, organizationId) => {
      const dataKey = await remember(byId, id, () => find(id));
      if (dataKey.organizationId !== organizationId) throw new SealBroken("its key belongs to another organization");
      return dataKey;
    },
    create: async (target, organizationId) => {
      const row = { id: newId(), organizationId, generation: 1 };
      const bytes = Buffer.from(randomToken(dataKeyBytes), "base64url");
      const wrapped = await rootKey.wrap(bytes, wrappingData(row));
      await insertDataKey(target, { ...row, wrapped, rootKeyFingerprint: rootKey.fingerprint });
    },
    forget: () => {
      byId.clear();
      active.clear();
    },
  };
}

/** What a wrapped data key is bound to. */
export const wrappingData = (row: Pick<DataKeyRow, "id" | "organizationId" | "generation">): string =>
  JSON.stringify(["data key", row.organizationId, row.generation, row.id]);

function remember<K, V>(cache: Map<K, Promise<V>>, key: K, load: () => Promise<V>): Promise<V> {
  const held = cache.get(key);
  if (held) return held;
  const loading = load().catch((error: unknown) => {
    cache.delete(key);
    throw error;
  });
  cache.set(key, loading);
  return loading;
}
