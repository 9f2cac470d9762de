import { hashPassword, verifyPassword } from "../crypto/password.ts";
import { Problem } from "../errors.ts";
import type { Store } from "../store/db.ts";
import { beginAttempt, clearAttempts } from "../store/sign-in-failures.ts";
import { findPassword } from "../store/users.ts";
import type { Secret } from "../vault/secret.ts";
import { canonicalIdentity, identityHash } from "./identity.ts";
import { createPasswordGate } from "./password-gate.ts";

const minuteMs = 60_000;
export const lockRule = { maxAttempts: 10, lockMs: 15 * minuteMs, forgetAfterMs: 24 * 60 * minuteMs };

export interface Passwords {
  hash(password: Secret): Promise<string>;
  /**
   * The id of the user with this address and password. Throws sign_in_failed, sign_in_locked or too_many_requests;
   * an address without an account costs the same work and gets the same answers.
   */
  verify(email: string, password: Secret): Promise<string>;
}

export interface PasswordParts {
  db: Store["system"];
  now: () => number;
  /** Tests count the calls of these. */
  verifyPassword?: typeof verifyPassword;
}

export function createPasswords(parts: PasswordParts): Passwords {
  const { db, now } = parts;
  const verify = parts.verifyPassword ?? verifyPassword;
  const gate = createPasswordGate({ running: 2, waiting: 24 });

  const attempt = async (email: string, password: Secret): Promise<string> => {
    const canonical = canonicalIdentity(email);
    const identity = identityHash("password", canonical);
    const lockedUntilMs = await beginAttempt(db, identity, { nowMs: now(), ...lockRule });
    if (lockedUntilMs !== null) throw locked(lockedUntilMs - now());
    const user = await findPassword(db, canonical);
    const isRight = await verify(user?.passwordHash ?? null, password);
    if (!user || !isRight) throw new Problem("sign_in_failed", "The email address or the password is wrong.");
    await clearAttempts(db, identity);
    return user.userId;
  };

  return {
    hash: (password) => gate.run(() => hashPassword(password)),
    verify: (email, password) => gate.run(() => attempt(email, password)),
  };
}

function locked(remainingMs: number): Problem {
  const minutes = Math.max(1, Math.ceil(remainingMs / minuteMs));
  return new Problem("sign_in_locked", `Too many failed sign-ins. Try again in ${minutes} minutes.`, {
    retryAfterSeconds: Math.max(1, Math.ceil(remainingMs / 1000)),
  });
}
