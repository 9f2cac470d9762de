import { sql } from "kysely";
import type { Tx } from "./db.ts";

export interface CredentialUse {
  kind: "incomingwebhook" | "credential";
  id: string;
  name: string;
}

/** What stops working without the credential: one part per kind of thing that refers to credentials. */
export async function findUses(tx: Tx, credentialId: string): Promise<CredentialUse[]> {
  const webhooks = await tx
    .selectFrom("incoming_webhooks")
    .select(["id", "name"])
    .where("credential_id", "=", credentialId)
    .orderBy("id")
    .limit(200)
    .execute();
  return [
    ...webhooks.map((webhook): CredentialUse => ({ kind: "incomingwebhook", ...webhook })),
    ...(await findSignedInWith(tx, credentialId)),
  ];
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
