import { importPrivateKey, importPublicKey, type JWK, newSigningKey, type PublicKey } from "../crypto/jwt.ts";
import type { Store } from "../store/db.ts";
import {
  deleteRetiredSigningKeys,
  insertSigningKey,
  listSigningKeys,
  type NewSigningKey,
  type SigningKeyRow,
} from "../store/signing-keys.ts";
import type { Vault } from "../vault/vault.ts";

export interface Signer {
  kid: string;
  algorithm: string;
  key: CryptoKey;
}

export interface SigningKeys {
  /** Makes the first key when there is none. */
  signer(): Promise<Signer>;
  /** Undefined: no key of ours. */
  verifier(kid: string): Promise<{ algorithm: string; key: PublicKey } | undefined>;
  jwks(): Promise<{ keys: JWK[] }>;
  /** Makes a new key when the present one is 90 days old, and deletes those whose last token has expired. */
  renew(): Promise<void>;
}

const dayMs = 86_400_000;
const signsForMs = 90 * dayMs;
/** A process hears of a new key at the latest after ten minutes; its tokens live five hours more. */
const rereadEveryMs = 600_000;
const keptAfterMs = dayMs;

const purpose = (kid: string): string => `access token signing key ${kid}`;
/** A flood of tokens that name unknown keys asks the database at most this often. */
const rereadAfterMs = 1000;

export function createSigningKeys(store: Store, vault: Vault, now: () => number): SigningKeys {
  let rows: SigningKeyRow[] = [];
  let readAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  let signer: Promise<Signer> | undefined;
  let signerAtMs = Number.NEGATIVE_INFINITY;
  const verifiers = new Map<string, Promise<PublicKey>>();

  const read = async (): Promise<void> => {
    readAtMs = now();
    rows = await listSigningKeys(store.system);
  };
  const reread = (): Promise<void> => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const makeSigner = async (): Promise<Signer> => {
    await reread();
    if (!rows.some((row) => !row.retired)) {
      await insertSigningKey(store, await sealNewKey(vault, now), new Date(0));
      await reread();
    }
    const row = rows.find((candidate) => !candidate.retired);
    if (!row) throw new Error("No signing key could be made");
    const privateKey = await vault.openInstance(purpose(row.kid), row.sealedPrivateKey);
    return { kid: row.kid, algorithm: row.algorithm, key: await importPrivateKey(row.algorithm, privateKey) };
  };
  const find = (kid: string): SigningKeyRow | undefined => rows.find((row) => row.kid === kid);

  const self: SigningKeys = {
    signer: () => {
      if (now() - signerAtMs >= rereadEveryMs) {
        signer = undefined;
        signerAtMs = now();
      }
      signer ??= makeSigner().catch((error: unknown) => {
        signer = undefined;
        throw error;
      });
      return signer;
    },
    verifier: async (kid) => {
      if (!find(kid) && now() - readAtMs >= rereadAfterMs) await reread();
      const row = find(kid);
      if (!row) return undefined;
      const key = verifiers.get(kid) ?? importPublicKey(row.publicJwk);
      verifiers.set(kid, key);
      return { algorithm: row.algorithm, key: await key };
    },
    jwks: async () => {
      await self.signer();
      return { keys: rows.map((row) => row.publicJwk) };
    },
    renew: async () => {
      await reread();
      const isFresh = rows.some((row) => !row.retired && row.createdAt.getTime() > now() - signsForMs);
      if (!isFresh) await insertSigningKey(store, await sealNewKey(vault, now), new Date(now() - signsForMs));
      await deleteRetiredSigningKeys(store, new Date(now() - keptAfterMs));
      signer = undefined;
    },
  };
  return self;
}

async function sealNewKey(vault: Vault, now: () => number): Promise<NewSigningKey> {
  const { kid, algorithm, publicJwk, privateKey } = await newSigningKey();
  const sealedPrivateKey = await vault.sealInstance(purpose(kid), privateKey);
  return { kid, algorithm, publicJwk: { ...publicJwk }, sealedPrivateKey, createdAt: new Date(now()) };
}
