import type { Kysely } from "kysely";
import { type AeadKey, aeadKey } from "../crypto/aead.ts";
import { newId, randomToken } from "../crypto/ids.ts";
import {
  type DataKeyRow,
  findActiveDataKey,
  findDataKey,
  findReplacedDataKeys,
  insertDataKey,
  type NewDataKey,
} from "../store/data-keys.ts";
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
  /** Those that were replaced less than two days ago. */
  replaced(organizationId: string): Promise<DataKey[]>;
  create(db: Kysely<Database>, organizationId: string | null): Promise<void>;
  /** A key of that generation, not stored yet. */
  make<O extends string | null>(organizationId: O, generation: number): Promise<NewDataKey & { organizationId: O }>;
  /** Which key is in use is read anew: of one organization, or of all. */
  forget(organizationId: string | null): void;
}

const dataKeyBytes = 64;
const replacedHours = 48;

export function createKeyring(db: Kysely<Database>, rootKey: RootKey): Keyring {
  const byId = new Map<string, Promise<DataKey>>();
  const active = new Map<string | null, Promise<DataKey>>();
  const replaced = new Map<string, Promise<DataKey[]>>();

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

  const make: Keyring["make"] = async (organizationId, generation) => {
    const row = { id: newId(), organizationId, generation };
    const bytes = Buffer.from(randomToken(dataKeyBytes), "base64url");
    const wrapped = await rootKey.wrap(bytes, wrappingData(row));
    return { ...row, wrapped, rootKeyFingerprint: rootKey.fingerprint };
  };
  const findReplaced = async (organizationId: string): Promise<DataKey[]> => {
    const rows = await findReplacedDataKeys(db, organizationId, replacedHours);
    return Promise.all(rows.map((row) => remember(byId, row.id, () => unwrap(row))));
  };

  return {
    active: (organizationId) => remember(active, organizationId, () => findActive(organizationId)),
    byId: async (id, organizationId) => {
      const dataKey = await remember(byId, id, () => find(id));
      if (dataKey.organizationId !== organizationId) throw new SealBroken("its key belongs to another organization");
      return dataKey;
    },
    create: async (target, organizationId) => {
      await insertDataKey(target, await make(organizationId, 1));
    },
    replaced: (organizationId) => remember(replaced, organizationId, () => findReplaced(organizationId)),
    make,
    forget: (organizationId) => {
      if (organizationId !== null) {
        active.delete(organizationId);
        replaced.delete(organizationId);
        return;
      }
      for (const cache of [byId, active, replaced]) cache.clear();
    },
  };
}

/** What a wrapped data key is bound to. */
export const wrappingData = (row: Pick<DataKeyRow, "id" | "organizationId" | "generation">): string =>
  JSON.stringify(["data key", row.organizationId, row.generation, row.id]);

function remember<K, V>(cache: Map<K, Promise<V>>, key: K, load: () => Promise<V>): Promise<V> {
  const held = cache.get(key);
  if (held) return held;
  const loading = load();
  cache.set(key, loading);
  loading.catch(() => cache.get(key) === loading && cache.delete(key));
  return loading;
}
