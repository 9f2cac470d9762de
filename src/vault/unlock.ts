import type { Kysely } from "kysely";
import { StartError } from "../config/start-error.ts";
import { Problem } from "../errors.ts";
import { createInstance, findInstance } from "../store/instance.ts";
import type { Database } from "../store/schema.ts";
import { findRootKey, generatedKeyFile, generateRootKey, type KeyPlace, type RootKey } from "./root-key.ts";
import { createVault, type Vault } from "./vault.ts";

const checkData = "root key check";

/**
 * Finds the root key that the database was sealed with and opens the vault. A database without one gets the configured key,
 * or a generated one, which `onGenerated` tells the operator to back up. Throws StartError: no key, no start.
 */
export async function unlockVault(
  db: Kysely<Database>,
  config: KeyPlace,
  onGenerated: (file: string, fingerprint: string) => void,
): Promise<Vault> {
  const instance = await findInstance(db);
  const rootKey = instance ? requireKey(config, instance.rootKeyFingerprint) : keyForNewDatabase(config, onGenerated);
  if (instance) {
    await rootKey.unwrap(instance.rootKeyCheck, checkData).catch((error: unknown) => {
      throw (
        unreachable(error) ??
        new StartError("The root key has the right fingerprint but does not open this database's check value.")
      );
    });
    return createVault(db, rootKey);
  }
  const rootKeyCheck = await rootKey.wrap(Buffer.from(checkData), checkData).catch((error: unknown) => {
    throw unreachable(error) ?? error;
  });
  const first = await createInstance(db, { rootKeyFingerprint: rootKey.fingerprint, rootKeyCheck });
  if (!first) return unlockVault(db, config, onGenerated);
  const vault = createVault(db, rootKey);
  await vault.createDataKey(db, null);
  return vault;
}

/** A key service that cannot be asked right now says so in words. */
const unreachable = (error: unknown): StartError | undefined =>
  error instanceof Problem ? new StartError(error.detail) : undefined;

function requireKey(config: KeyPlace, fingerprint: string): RootKey {
  const found = findRootKey(config);
  if (!found) {
    throw new StartError(
      `This database is sealed with root key ${fingerprint}, and no root key is here. ` +
        `Put its file at ${generatedKeyFile(config)}, or set CREDENZA_ROOT_KEY or CREDENZA_ROOT_KEY_FILE.`,
    );
  }
  if (found.fingerprint !== fingerprint) {
    throw new StartError(
      `This database is sealed with root key ${fingerprint}, but the root key here is ${found.fingerprint}. ` +
        "Give the key that the database was made with; nothing was changed.",
    );
  }
  return found;
}

function keyForNewDatabase(config: KeyPlace, onGenerated: (file: string, fingerprint: string) => void): RootKey {
  const found = findRootKey(config);
  if (found) return found;
  const { rootKey, file } = generateRootKey(config);
  onGenerated(file, rootKey.fingerprint);
  return rootKey;
}
