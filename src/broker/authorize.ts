import { LRUCache } from "lru-cache";
import type { Scheme } from "../define/schemes.ts";
import { schemes } from "./schemes/index.ts";
import type { Authorization, PlainSchemeName, SchemeInput, SchemeRule } from "./schemes/scheme.ts";

export type PlainScheme = Extract<Scheme, { scheme: PlainSchemeName }>;

/** Holds what expires (sessions) in memory, one per credential and version; it is fetched once however many wait for it. */
export interface Authorizer {
  /** Costs no call unless a token is missing or about to expire. Throws SignInFailed or NetworkFailure. */
  authorize(key: string, scheme: PlainScheme, input: SchemeInput): Promise<Authorization>;
  /** The vendor refused it before its time: the next `authorize` asks for another. */
  forget(key: string, refused: Authorization): void;
}

const longestMarginMs = 60_000;
const marginShare = 0.2;

interface Held {
  authorization: Authorization;
  expiresAt: number;
  renewAt: number;
}

export function createAuthorizer(): Authorizer {
  const held = new LRUCache<string, Held>({ max: 10_000 });
  const underWay = new Map<string, Promise<Authorization>>();

  const obtain = (key: string, scheme: PlainScheme, input: SchemeInput): Promise<Authorization> => {
    const waiting = underWay.get(key);
    if (waiting) return waiting;
    const started = ask(scheme, input).then((authorization) => {
      const { expiresAt } = authorization;
      if (expiresAt !== undefined)
        held.set(key, { authorization, expiresAt, renewAt: renewalOf(expiresAt, input.now()) });
      return authorization;
    });
    underWay.set(key, started);
    const done = (): void => void underWay.delete(key);
    started.then(done, done);
    return started;
  };
  return {
    authorize: async (key, scheme, input) => {
      const known = held.get(key);
      const now = input.now();
      if (known && now < known.renewAt) return known.authorization;
      if (!known || now >= known.expiresAt) return obtain(key, scheme, input);
      return obtain(key, scheme, input).catch(() => known.authorization);
    },
    forget: (key, refused) => {
      if (held.get(key)?.authorization === refused) held.delete(key);
    },
  };
}

const ask = async (scheme: PlainScheme, input: SchemeInput): Promise<Authorization> =>
  (schemes[scheme.scheme] as SchemeRule<typeof scheme.scheme>)(scheme as never, input);

const renewalOf = (expiresAt: number, now: number): number =>
  expiresAt - Math.min(longestMarginMs, (expiresAt - now) * marginShare);
