import type { Tx } from "./db.ts";

export interface CredentialUse {
  kind: "incomingwebhook";
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
  return webhooks.map((webhook) => ({ kind: "incomingwebhook", ...webhook }));
}
