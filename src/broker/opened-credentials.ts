import { LRUCache } from "lru-cache";
import { Problem } from "../errors.ts";
import type { Changes } from "../store/changes.ts";
import { type CredentialInUse, readCredentialInUse } from "../store/credentials-in-use.ts";
import type { Store } from "../store/db.ts";
import type { CredentialStatus } from "../store/schema.ts";
import type { Secret } from "../vault/secret.ts";
import type { Vault } from "../vault/vault.ts";

export interface OpenedSecrets {
  current: Record<string, Secret>;
  /** Earlier values that still verify, newest first; a field that was not replaced has its current value in each. */
  previous: { values: Record<string, Secret>; validUntil: Date }[];
}

/** A credential that may be used, its secrets still sealed. */
export interface FoundCredential {
  id: string;
  organizationId: string;
  name: string;
  destination: string;
  type: string;
  status: CredentialStatus;
  version: number;
  /** Those that are not secret. */
  fields: Record<string, string>;
}

export interface OpenedCredential extends FoundCredential {
  secrets: OpenedSecrets;
}

/** Cached for ten seconds at most; a change anywhere drops it at once. A miss costs one query, a hit none. */
export interface OpenedCredentials {
  /** Throws not_found (another organization's too), credential_deleted, credential_disabled, credential_not_usable. */
  find(organizationId: string, credentialId: string): Promise<FoundCredential>;
  /** `find`, then opens the secrets, once per cached credential. */
  open(organizationId: string, credentialId: string): Promise<OpenedCredential>;
  /** Also one that is deleted or disabled, for what ends with it. Not cached. Throws not_found. */
  openKept(organizationId: string, credentialId: string): Promise<OpenedCredential>;
  close(): void;
}

interface Entry {
  row: CredentialInUse;
  found: FoundCredential;
  opened: Promise<OpenedCredential> | undefined;
}

interface Parts {
  store: Pick<Store, "inOrganization">;
  vault: Pick<Vault, "open">;
  changes: Pick<Changes, "on">;
  now: () => number;
}

const freshForMs = 10_000;

export function createOpenedCredentials({ store, vault, changes, now }: Parts): OpenedCredentials {
  const entries = new LRUCache<string, Entry>({ max: 10_000, ttl: freshForMs, ttlResolution: 0, perf: { now } });
  const sweep = setInterval(() => entries.purgeStale(), freshForMs).unref();
  const loading = new Map<string, Promise<Entry>>();
  changes.on("credential", (id) => {
    if (id === null) entries.clear();
    else entries.delete(id);
    for (const key of loading.keys()) if (id === null || key.endsWith(id)) loading.delete(key);
  });

  const load = (organizationId: string, id: string): Promise<Entry> => {
    const key = `${organizationId}/${id}`;
    const underWay = loading.get(key);
    if (underWay) return underWay;
    const started: Promise<Entry> = read(store, organizationId, id).then((entry) => {
      if (loading.get(key) === started) entries.set(id, entry);
      return entry;
    });
    loading.set(key, started);
    const done = (): void => void (loading.get(key) === started && loading.delete(key));
    started.then(done, done);
    return started;
  };
  const usable = async (organizationId: string, id: string): Promise<Entry> => {
    const cached = entries.get(id);
    if (cached && cached.row.organizationId !== organizationId) throw new Problem("not_found");
    const entry = cached ?? (await load(organizationId, id));
    refuseUnusable(entry.row);
    return entry;
  };
  return {
    find: async (organizationId, id) => (await usable(organizationId, id)).found,
    open: async (organizationId, id) => {
      const entry = await usable(organizationId, id);
      entry.opened ??= openSecrets(vault, entry).catch((error) => {
        entry.opened = undefined;
        throw error;
      });
      return entry.opened;
    },
    openKept: async (organizationId, id) => openSecrets(vault, await read(store, organizationId, id)),
    close: () => {
      clearInterval(sweep);
      entries.clear();
    },
  };
}

async function read(store: Parts["store"], organizationId: string, id: string): Promise<Entry> {
  const row = await store.inOrganization(organizationId, (tx) => readCredentialInUse(tx, id));
  if (!row || row.organizationId !== organizationId) throw new Problem("not_found");
  const { sealed: _sealed, isDeleted: _isDeleted, ...found } = row;
  return { row, found, opened: undefined };
}

function refuseUnusable({ isDeleted, status }: CredentialInUse): void {
  if (isDeleted) throw new Problem("credential_deleted", "The credential is deleted. Restore it before you use it.");
  if (status === "DISABLED") throw new Problem("credential_disabled", "The credential is disabled. Enable it first.");
  if (status === "PENDING") {
    throw new Problem("credential_not_usable", "The credential is not complete: its sign-in has not been finished.");
  }
}

async function openSecrets(vault: Parts["vault"], { row, found }: Entry): Promise<OpenedCredential> {
  const { id: credentialId, organizationId } = row;
  const values = await Promise.all(
    row.sealed.map(async ({ field, version, sealed, validUntil }) => {
      const value = await vault.open({ organizationId, credentialId, field, version }, sealed);
      return { field, version, validUntil, value };
    }),
  );
  const current = Object.fromEntries(
    values.filter((one) => one.validUntil === null).map((one) => [one.field, one.value]),
  );
  const byVersion = new Map<number, { values: Record<string, Secret>; validUntil: Date }>();
  for (const { field, version, validUntil, value } of values) {
    if (validUntil === null) continue;
    const earlier = byVersion.get(version) ?? { values: { ...current }, validUntil };
    earlier.values[field] = value;
    byVersion.set(version, earlier);
  }
  return { ...found, secrets: { current, previous: [...byVersion.values()] } };
}
