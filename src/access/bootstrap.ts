import type { Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import { hashPassword } from "../crypto/password.ts";
import { digestOfSecret } from "../crypto/secret-digest.ts";
import { insertAccessKey } from "../store/access-keys.ts";
import type { Tx } from "../store/db.ts";
import { addMember, lockSetup, organizationsExist } from "../store/organizations.ts";
import { insertServiceUser } from "../store/service-users.ts";
import { insertUser } from "../store/users.ts";
import { canonicalIdentity } from "./identity.ts";
import { createOrganization, makeAdministrator } from "./new-organization.ts";

type Parts = Pick<Context, "config" | "store" | "vault">;

/**
 * On the first boot only: what the bootstrap variables ask for. Does nothing when none is set or an organization exists,
 * and of several processes that boot at once one does it.
 */
export async function bootstrap({ config, store, vault }: Parts): Promise<void> {
  const wanted = config.bootstrap;
  if (Object.values(wanted).every((value) => value === undefined)) return;
  if (await organizationsExist(store.system)) return;
  const passwordHash = wanted.adminPassword && (await hashPassword(wanted.adminPassword));
  await store.system.transaction().execute(async (tx) => {
    await lockSetup(tx);
    if (await organizationsExist(tx)) return;
    const id = wanted.orgId ?? newId();
    const name = wanted.orgName ?? "My organization";
    const administratorPolicy = await createOrganization(tx, vault, { id, name, creator: null, requestId: null });
    const organization = { id, administratorPolicy };
    if (wanted.adminEmail && passwordHash) await addUser(tx, organization, wanted.adminEmail, passwordHash);
    if (wanted.accessKeyId && wanted.apiSecret) {
      await addServiceUser(tx, organization, wanted.accessKeyId, digestOfSecret(wanted.apiSecret));
    }
  });
}

interface Organization {
  id: string;
  administratorPolicy: string;
}

async function addUser(tx: Tx, organization: Organization, email: string, passwordHash: string): Promise<void> {
  const id = newId();
  const emailCanonical = canonicalIdentity(email);
  await insertUser(tx, { id, email, emailCanonical, firstName: null, lastName: null, passwordHash });
  await addMember(tx, organization.id, id);
  await makeAdministrator(tx, organization, "USER", id);
}

async function addServiceUser(
  tx: Tx,
  organization: Organization,
  accessKeyId: string,
  secretHash: Buffer,
): Promise<void> {
  const organizationId = organization.id;
  const id = newId();
  await insertServiceUser(tx, { id, organizationId, name: "Bootstrap", actorId: null });
  await insertAccessKey(tx, { id: newId(), organizationId, serviceUserId: id, accessKeyId, secretHash, actorId: null });
  await makeAdministrator(tx, organization, "SERVICEUSER", id);
}
