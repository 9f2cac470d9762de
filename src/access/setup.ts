import type { Context } from "../context.ts";
import { equalText } from "../crypto/compare.ts";
import { newId } from "../crypto/ids.ts";
import { Problem } from "../errors.ts";
import type { Tx } from "../store/db.ts";
import { lockSetup } from "../store/organizations.ts";
import { insertUser, usersExist } from "../store/users.ts";
import { createFailedAttempts } from "./failed-attempts.ts";
import { canonicalIdentity } from "./identity.ts";
import { createOrganization } from "./new-organization.ts";

export interface FirstAdministrator {
  organizationName: string;
  firstName: string | null;
  lastName: string | null;
  email: string;
  passwordHash: string;
}

export interface Setup {
  isRequired(): Promise<boolean>;
  /** What the terminal prints; every process of the installation accepts it until a user exists. Undefined when one does. */
  token(): Promise<string | undefined>;
  /** Throws already_set_up, setup_token_invalid or too_many_requests. */
  requireToken(token: string): Promise<void>;
  /** For whom the token was required. Gives the user's id; throws already_set_up. */
  complete(tx: Tx, first: FirstAdministrator, requestId: string): Promise<string>;
}

export function createSetup({ store, vault, now }: Pick<Context, "store" | "vault" | "now">): Setup {
  const failed = createFailedAttempts(store, { kind: "setup", maxAttempts: 10 }, now);

  const isRequired = async (): Promise<boolean> => !(await usersExist(store.system));
  const expected = async (): Promise<string> =>
    (await vault.mac(null, "setup token", Buffer.alloc(0))).toString("base64url");

  return {
    isRequired,
    token: async () => ((await isRequired()) ? expected() : undefined),
    requireToken: async (token) => {
      if (!(await isRequired())) throw alreadySetUp();
      if (equalText(token.trim(), await expected())) return;
      await failed.count("");
      throw new Problem(
        "setup_token_invalid",
        "The setup token is wrong. Copy it from the terminal that runs Credenza.",
      );
    },
    complete: async (tx, { organizationName, firstName, lastName, email, passwordHash }, requestId) => {
      await lockSetup(tx);
      if (await usersExist(tx)) throw alreadySetUp();
      const user = { id: newId(), email, emailCanonical: canonicalIdentity(email), firstName, lastName, passwordHash };
      await insertUser(tx, user);
      await createOrganization(tx, vault, { id: newId(), name: organizationName, creator: user, requestId });
      return user.id;
    },
  };
}

const alreadySetUp = (): Problem => new Problem("already_set_up", "An administrator exists already. Sign in instead.");
