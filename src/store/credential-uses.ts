import { sql } from "kysely";
import type { Tx } from "./db.ts";

export interface CredentialUse {
  kind: "incomingwebhook" | "webhook" | "credential";
  id: string;
  name: string;
}

/** What stops working without the credential: one part per kind of thing that refers to credentials. */
export async function findUses(tx: Tx, credentialId: string): Promise<CredentialUse[]> {
  const webhooks = await tx
    .selectFrom("incoming_webhooks")
    .select([sql<CredentialUse["kind"]>`'incomingwebhook'`.as("kind"), "id", "name"])
    .where("credential_id", "=", credentialId)
    .unionAll(
      tx
        .selectFrom("outgoing_webhooks")
        .select([sql<CredentialUse["kind"]>`'webhook'`.as("kind"), "id", "name"])
        .where("credential_id", "=", credentialId),
    )
    .orderBy("id")
    .limit(200)
    .execute();
  return [...webhooks, ...(await findSignedInWith(tx, credentialId))];
}

/** Credentials whose sign-in was made with this OAuth app. By an index. */
async function findSignedInWith(tx: Tx, appId: string): Promise<CredentialUse[]> {
  const credentials = await tx
    .selectFrom("credentials")
    .select(["id", "name"])
    .where(sql<boolean>`fields ? 'appId' and fields->>'appId' = ${appId}`)
    .where("dt_deleted", "is", null)
    .orderBy("id")
    .limit(200)
    .execute();
  return credentials.map((credential) => ({ kind: "credential", ...credential }));
}
