import { newId, randomToken } from "../../crypto/ids.ts";
import type { Call } from "../../define/operation.ts";
import type { CredentialTypeEntry } from "../../define/registry.ts";
import { signInMinutes } from "../../sign-in/sign-in.ts";
import { insertSealedFields } from "../../store/credential-secrets.ts";
import { insertCredential } from "../../store/credentials.ts";
import { knownExpiry } from "../../vault/known-expiry.ts";
import { requireApp } from "./require-app.ts";
import type { NewCredentialBody } from "./shapes.ts";

const generatedBytes = 24;

const generatedFields = ({ fields }: CredentialTypeEntry): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => field.generated)
      .map(([name]) => [name, randomToken(generatedBytes)]),
  );

/** Seals the secrets and stores the credential; gives its id. The caller has checked the permission. */
export async function storeCredential(
  {
    context,
    tx,
    actor,
    organizationId,
  }: Pick<Call<unknown, unknown, unknown>, "context" | "tx" | "actor" | "organizationId">,
  body: NewCredentialBody,
): Promise<string> {
  const id = newId();
  const sealed = await Promise.all(
    Object.entries(body.secret).map(async ([field, value]) => ({
      field,
      version: 1,
      sealed: await context.vault.seal({ organizationId, credentialId: id, field, version: 1 }, value),
    })),
  );
  await requireApp(tx, body.type, body.shown.appId);
  const isPending = body.type.authorize?.scheme === "oauthCode";
  await insertCredential(tx, {
    pendingUntil: isPending ? new Date(context.now() + signInMinutes * 60_000) : null,
    id,
    organizationId,
    name: body.name,
    destination: body.destination,
    type: body.type.id,
    fields: { ...body.shown, ...generatedFields(body.type) },
    sealedFields: sealed.map(({ field }) => field),
    expiresAt: knownExpiry(body.secret),
    actorId: actor.id,
  });
  await insertSealedFields(tx, organizationId, id, sealed);
  return id;
}
