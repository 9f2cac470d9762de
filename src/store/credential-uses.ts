import { sql } from "kysely";
import type { Tx } from "./db.ts";

export interface CredentialUse {
  kind: "incomingwebhook" | "webhook" | "credential" | "workflow" | "integration";
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
    .unionAll(
      tx
        .selectFrom("integration_configs")
        .select([sql<CredentialUse["kind"]>`'integration'`.as("kind"), "id", "name"])
        .where("credential_id", "=", credentialId),
    )
    .orderBy("id")
    .limit(200)
    .execute();
  return [...webhooks, ...(await findSignedInWith(tx, credentialId)), ...(await findWorkflowsWith(tx, credentialId))];
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

/** Workflows whose draft or published version names the credential. Reads the organization's workflows. */
async function findWorkflowsWith(tx: Tx, credentialId: string): Promise<CredentialUse[]> {
  const workflows = await tx
    .selectFrom("workflows as w")
    .leftJoin("workflow_versions as v", (join) =>
      join.onRef("v.workflow_id", "=", "w.id").onRef("v.number", "=", "w.published_version"),
    )
    .select(["w.id", "w.name"])
    .where(sql<boolean>`strpos(coalesce(w.draft::text, '') || coalesce(v.definition::text, ''), ${credentialId}) > 0`)
    .orderBy("w.id")
    .limit(200)
    .execute();
  return workflows.map((workflow) => ({ kind: "workflow", ...workflow }));
}
