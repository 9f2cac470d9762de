import { randomUUID } from "node:crypto";
import { createOrganization, makeAdministrator } from "../src/access/new-organization.ts";
import { digestOfSecret } from "../src/crypto/secret-digest.ts";
import { insertAccessKey } from "../src/store/access-keys.ts";
import { insertServiceUser } from "../src/store/service-users.ts";
import { Secret } from "../src/vault/secret.ts";
import type { TestCredenza } from "./harness.ts";

export interface Organization {
  id: string;
  token: string;
}

/** Another organization of the same installation, with an administrator's token. */
export async function addOrganization(credenza: TestCredenza, name: string): Promise<Organization> {
  const { store, vault } = credenza.context;
  const id = randomUUID();
  const serviceUserId = randomUUID();
  const accessKeyId = randomUUID();
  const apiSecret = randomUUID();
  await store.system.transaction().execute(async (tx) => {
    const administratorPolicy = await createOrganization(tx, vault, { id, name, creator: null, requestId: null });
    await insertServiceUser(tx, { id: serviceUserId, organizationId: id, name: "Second", actorId: null });
    const secretHash = digestOfSecret(new Secret(apiSecret));
    await insertAccessKey(tx, {
      id: randomUUID(),
      organizationId: id,
      serviceUserId,
      accessKeyId,
      secretHash,
      actorId: null,
    });
    await makeAdministrator(tx, { id, administratorPolicy }, "SERVICEUSER", serviceUserId);
  });
  return { id, token: await credenza.token(accessKeyId, apiSecret) };
}
