import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import * as rows from "../../store/credential-tokens.ts";
import { endToken, type TokenFailureNote, type TokenLease, type TokenPlace } from "../../store/credential-tokens.ts";
import type { Store, Tx } from "../../store/db.ts";
import { purposes } from "../../vault/sealed-places.ts";
import type { Vault } from "../../vault/vault.ts";

/** What is sealed in a row. */
export interface TokenMaterial {
  accessToken: string;
  refreshToken?: string;
  /** Keyed digest of what it was obtained with; empty where a sign-in brought it. */
  material: string;
}

export interface NewToken extends TokenMaterial {
  lifetimeMs: number | null;
  refreshLifetimeMs: number | null;
}

export interface TokenStoreParts {
  store: Pick<Store, "system" | "inOrganization">;
  vault: Pick<Vault, "sealBytes" | "openBytes">;
  log: Pick<Logger, "warn">;
  /** Tells people, in the transaction that ends the connection. */
  onEnded: (tx: Tx, ended: EndedConnection) => Promise<void>;
}

export interface EndedConnection {
  place: TokenPlace;
  state: "UNCERTAIN" | "REVOKED";
  failure: TokenFailureNote;
}

/** Rows of tokens, sealed on their way in and opened on their way out. */
export type TokenStore = ReturnType<typeof createTokenStore>;

const firstPauseMs = 100;
const longestPauseMs = 5_000;
const keptForMs = 10 * 60_000;

export function createTokenStore({ store, vault, log, onEnded }: TokenStoreParts) {
  const writing = new Set<Promise<unknown>>();

  /** A write that fails is tried again for ten minutes, with what is to be written kept in memory. */
  const insist = async <T>(write: () => Promise<T>): Promise<T> => {
    const until = performance.now() + keptForMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await write();
      } catch (error) {
        if (performance.now() > until) throw error;
        log.warn(
          { code: (error as { code?: unknown }).code },
          "A token is not written yet; it is kept and tried again",
        );
        await sleep(pauseMs, undefined, { ref: false });
      }
    }
  };
  const tracked = <T>(work: Promise<T>): Promise<T> => {
    writing.add(work);
    const done = (): void => void writing.delete(work);
    work.then(done, done);
    return work;
  };
  const seal = (place: TokenPlace, { accessToken, refreshToken, material }: TokenMaterial): Promise<string> => {
    const text = JSON.stringify({ accessToken, ...(refreshToken ? { refreshToken } : {}), material });
    return vault.sealBytes(place.organizationId, purposeOf(place), Buffer.from(text));
  };

  return {
    read: (place: TokenPlace) => rows.readToken(store.system, place),
    lease: (place: TokenPlace, seen: Parameters<typeof rows.leaseToken>[2]) =>
      rows.leaseToken(store.system, place, seen),
    open: async (place: TokenPlace, sealed: string): Promise<TokenMaterial> => {
      const bytes = await vault.openBytes(place.organizationId, purposeOf(place), sealed);
      return JSON.parse(bytes.toString("utf8"));
    },
    noteWayBack: (lease: TokenLease) => rows.noteWayBack(store.system, lease),
    /** The new generation; undefined when another process went ahead. */
    put: (lease: TokenLease, token: NewToken): Promise<number | undefined> =>
      tracked(
        insist(async () => rows.storeToken(store.system, lease, { ...token, sealed: await seal(lease.place, token) })),
      ),
    release: (lease: TokenLease, outcome: Parameters<typeof rows.releaseToken>[2]): Promise<void> =>
      tracked(insist(() => rows.releaseToken(store.system, lease, outcome))),
    end: (lease: TokenLease, ended: Omit<EndedConnection, "place">): Promise<void> =>
      tracked(
        insist(() =>
          store.inOrganization(lease.place.organizationId, async (tx) => {
            if (await endToken(tx, lease, ended)) await onEnded(tx, { ...ended, place: lease.place });
          }),
        ),
      ),
    /** What a sign-in brought, in its transaction. */
    adopt: async (tx: Tx, place: TokenPlace, token: NewToken): Promise<void> =>
      rows.replaceToken(tx, place, { ...token, sealed: await seal(place, token) }),
    /** Waits a little for writes that are under way. */
    close: async (): Promise<void> => {
      await Promise.race([Promise.allSettled([...writing]), sleep(5_000, undefined, { ref: false })]);
    },
  };
}

const purposeOf = ({ credentialId, slot }: TokenPlace): string => purposes.token(credentialId, slot);
