import { LRUCache } from "lru-cache";
import { sha256 } from "../crypto/digest.ts";
import { randomToken } from "../crypto/ids.ts";
import type { Changes } from "../store/changes.ts";
import { announceChange, type Store, type Tx } from "../store/db.ts";
import {
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  type SessionRow,
  touchSession,
} from "../store/sessions.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const idleMs = 12 * hourMs;
export const longestMs = 7 * 24 * hourMs;
const touchEveryMs = 5 * minuteMs;
const heldMs = 10_000;
const settleMs = 10_000;
const tokenBytes = 32;
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

export interface Session {
  token: string;
  userId: string;
}

export interface Sessions {
  /** Undefined: unknown, ended, idle for 12 hours or older than 7 days. No query for 10 seconds after one. */
  find(token: string | undefined): Promise<Session | undefined>;
  /** A new token each time; only its digest is stored. */
  open(tx: Tx, userId: string, userAgent: string | undefined): Promise<string>;
  end(tx: Tx, token: string): Promise<void>;
  /** Signs the user out everywhere, but for the session `exceptToken`. */
  endAll(tx: Tx, userId: string, exceptToken?: string): Promise<void>;
}

export function createSessions(db: Store["system"], changes: Changes, now: () => number): Sessions {
  const held = new LRUCache<string, SessionRow>({ max: 5000, ttl: heldMs });
  const unsettled = new LRUCache<string, true>({ max: 5000, ttl: settleMs });
  let generation = 0;
  const drop = (userId: string | null): void => {
    generation += 1;
    for (const [key, row] of held.entries()) if (userId === null || row.userId === userId) held.delete(key);
  };
  changes.on("session", drop);

  const changed = async (tx: Tx, userId: string): Promise<void> => {
    unsettled.set(userId, true);
    drop(userId);
    await announceChange(tx, "session", userId);
  };
  const load = async (key: string, tokenHash: Buffer): Promise<SessionRow | undefined> => {
    const before = generation;
    const row = await findSession(db, tokenHash);
    if (!row || !isLive(row, now())) return undefined;
    if (now() - row.lastSeenMs >= touchEveryMs) {
      row.lastSeenMs = now();
      await touchSession(db, tokenHash, row.lastSeenMs);
    }
    if (generation === before && !unsettled.has(row.userId)) held.set(key, row);
    return row;
  };

  return {
    find: async (token) => {
      if (token === undefined || !tokenPattern.test(token)) return undefined;
      const tokenHash = sha256(token);
      const key = tokenHash.toString("base64url");
      const row = held.get(key) ?? (await load(key, tokenHash));
      return row && isLive(row, now()) ? { token, userId: row.userId } : undefined;
    },
    open: async (tx, userId, userAgent) => {
      const token = randomToken(tokenBytes);
      const expiresMs = now() + longestMs;
      await insertSession(tx, {
        tokenHash: sha256(token),
        userId,
        userAgent: userAgent?.slice(0, 300) ?? null,
        lastSeenMs: now(),
        expiresMs,
      });
      return token;
    },
    end: async (tx, token) => {
      const userId = await deleteSession(tx, sha256(token));
      if (userId) await changed(tx, userId);
    },
    endAll: async (tx, userId, exceptToken) => {
      await deleteSessionsOf(tx, userId, exceptToken === undefined ? undefined : sha256(exceptToken));
      await changed(tx, userId);
    },
  };
}

const isLive = (row: SessionRow, nowMs: number): boolean => nowMs < row.expiresMs && nowMs - row.lastSeenMs < idleMs;
