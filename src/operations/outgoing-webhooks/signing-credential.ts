import { newId } from "../../crypto/ids.ts";
import type { Call } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { endSealedFields, insertSealedFields } from "../../store/credential-secrets.ts";
import { changeCredential, insertCredential } from "../../store/credentials.ts";
import type { Secret } from "../../vault/secret.ts";
import { requireForChange } from "../credentials/find.ts";
import { splitFields } from "../credentials/shapes.ts";
import { signingDestination, signingType } from "./shapes.ts";

export type Caller = Pick<Call<unknown, unknown, unknown>, "context" | "tx" | "actor" | "organizationId">;
type Values = Record<"apiKey" | "secret", string | Secret | undefined>;

/** Needs the permission to create credentials, too. */
export async function createSigningCredential(call: Caller, name: string, values: Values): Promise<string> {
  const { context, tx, actor, organizationId } = call;
  if (!actor.may("config:create", "credential", null)) {
    throw new Problem("not_permitted", "This needs the permission config:create on credential.");
  }
  const id = newId();
  const { shown, secret } = splitFields(values);
  const fields = { name, destination: signingDestination, type: signingType };
  const sealedFields = Object.keys(secret);
  await insertCredential(tx, {
    ...fields,
    id,
    organizationId,
    fields: shown,
    sealedFields,
    pendingUntil: null,
    actorId: actor.id,
  });
  await insertSealedFields(tx, organizationId, id, await sealAll(context, organizationId, id, 1, secret));
  return id;
}

/** Replaces what is given. The earlier secret goes on signing beside the new one until `previousValidUntil`. */
export async function changeSigningCredential(
  { context, tx, actor, organizationId }: Caller,
  id: string,
  values: Values,
  previousValidUntil: Date | null,
): Promise<void> {
  if (!actor.may("config:update", "credential", id)) {
    throw new Problem("not_permitted", "This needs the permission config:update on the credential.");
  }
  const row = await requireForChange(tx, id);
  const { shown, secret } = splitFields(values);
  const replaced = Object.keys(secret);
  const sealed = await sealAll(context, organizationId, id, row.version + 1, secret);
  await endSealedFields(tx, id, replaced, previousValidUntil);
  await insertSealedFields(tx, organizationId, id, sealed);
  await changeCredential(tx, id, actor.id, { fields: { ...row.fields, ...shown } });
}

async function sealAll(
  { vault }: Caller["context"],
  organizationId: string,
  credentialId: string,
  version: number,
  secrets: Record<string, Secret>,
) {
  return Promise.all(
    Object.entries(secrets).map(async ([field, value]) => ({
      field,
      version,
      sealed: await vault.seal({ organizationId, credentialId, field, version }, value),
    })),
  );
}
