import type { Context } from "../context.ts";
import { equalText } from "../crypto/compare.ts";
import { newId } from "../crypto/ids.ts";
import { Problem } from "../errors.ts";
import type { Tx } from "../store/db.ts";
import { lockSetup } from "../store/organizations.ts";
import { insertUser, usersExist } from "../store/users.ts";
import type { Secret } from "../vault/secret.ts";
import { canonicalIdentity } from "./identity.ts";
import { createOrganization } from "./new-organization.ts";
import type { Passwords } from "./passwords.ts";
import { createThrottle } from "./throttle.ts";

export interface FirstAdministrator {
  organizationName: string;
  firstName: string | null;
  lastName: string | null;
  email: string;
  password: Secret;
}

export interface Setup {
  isRequired(): Promise<boolean>;
  /** What the terminal prints; every process of the installation accepts it until a user exists. Undefined when one does. */
  token(): Promise<string | undefined>;
  /** Throws already_set_up, setup_token_invalid or too_many_requests. Gives what `andThen` gives, made in the same transaction. */
  complete<T>(
    token: string,
    first: FirstAdministrator,
    requestId: string,
    andThen: (tx: Tx, userId: string) => Promise<T>,
  ): Promise<T>;
}

export function createSetup(parts: Pick<Context, "store" | "vault" | "now">, passwords: Passwords): Setup {
  const { store, vault, now } = parts;
  const throttle = createThrottle({ maxFailures: 10, windowMs: 60_000 }, now);

  const isRequired = async (): Promise<boolean> => !(await usersExist(store.system));
  const expected = async (): Promise<string> =>
    (await vault.mac(null, "setup token", Buffer.alloc(0))).toString("base64url");
  const requireToken = async (token: string): Promise<void> => {
    throttle.check("setup");
    if (equalText(token.trim(), await expected())) return;
    throttle.failed("setup");
    throw new Problem("setup_token_invalid", "The setup token is wrong. Copy it from the terminal that runs Credenza.");
  };
  const createAll = async (tx: Tx, first: FirstAdministrator, passwordHash: string, requestId: string) => {
    await lockSetup(tx);
    if (await usersExist(tx)) throw alreadySetUp();
    const { firstName, lastName, email } = first;
    const user = { id: newId(), email, emailCanonical: canonicalIdentity(email), firstName, lastName, passwordHash };
    await insertUser(tx, user);
    await createOrganization(tx, vault, { id: newId(), name: first.organizationName, creator: user, requestId });
    return user.id;
  };

  return {
    isRequired,
    token: async () => ((await isRequired()) ? expected() : undefined),
    complete: async (token, first, requestId, andThen) => {
      if (!(await isRequired())) throw alreadySetUp();
      await requireToken(token);
      const passwordHash = await passwords.hash(first.password);
      return store.system.transaction().execute(async (tx) => {
        const userId = await createAll(tx, first, passwordHash, requestId);
        return andThen(tx, userId);
      });
    },
  };
}

const alreadySetUp = (): Problem => new Problem("already_set_up", "An administrator exists already. Sign in instead.");
