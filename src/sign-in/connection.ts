import { declaredUrl, signInDestination } from "../broker/destination.ts";
import type { Context } from "../context.ts";
import type { CodeGrant } from "../define/oauth.ts";
import type { CredentialTypeEntry } from "../define/registry.ts";
import { Problem } from "../errors.ts";
import { type CredentialRow, findCredential } from "../store/credentials.ts";

export interface Connection {
  credential: CredentialRow;
  type: CredentialTypeEntry;
  scheme: CodeGrant;
  authorizeUrl: string;
  clientId: string;
}

type Place = { organizationId: string; credentialId: string };

/** A credential that signs in by redirect, with its OAuth app. Throws not_found and credential_not_usable. */
export async function findConnection(context: Context, place: Place): Promise<Connection> {
  const { organizationId, credentialId } = place;
  const { credential, app } = await context.store.inOrganization(organizationId, async (tx) => {
    const found = await findCredential(tx, credentialId);
    const appId = found?.fields.appId;
    return { credential: found, app: appId ? await findCredential(tx, appId) : undefined };
  });
  if (!credential) throw new Problem("not_found", "There is no credential with this id.");
  const type = context.registry.type(credential.destination, credential.type);
  if (type?.authorize?.scheme !== "oauthCode")
    throw new Problem("credential_not_usable", "This type of credential is not connected by a sign-in.");
  const { authorize: scheme } = type;
  if (!app || app.dt_deleted || app.type !== scheme.app)
    throw new Problem("credential_not_usable", "The OAuth app of this credential is deleted. Choose another one.");
  const at = signInDestination(context.config.baseUrls[credential.destination]);
  const authorizeUrl = declaredUrl(at, scheme.authorizeUrl, credential.fields).href;
  return { credential, type, scheme, authorizeUrl, clientId: app.fields.clientId ?? "" };
}
