import type { Context } from "../context.ts";
import { digest, sha256 } from "../crypto/digest.ts";
import { randomToken } from "../crypto/ids.ts";
import { Problem } from "../errors.ts";
import { extendPending, insertSignIn, type SignInRow } from "../store/sign-ins.ts";
import { purposes } from "../vault/sealed-places.ts";
import { findConnection } from "./connection.ts";

/** Who may finish a sign-in: a person's session, or the browser that opened a connect link. */
export interface SignInBinding {
  userId: string | null;
  browserHash: Buffer | null;
  linkId: string | null;
  /** The link's secret, sealed until the person comes back: its page is where an account is chosen. */
  linkToken: string | null;
}

export const signInMinutes = 10;

export const redirectUrlOf = ({ config }: Pick<Context, "config">): string => `${config.publicUrl}/oauth/callback`;

/**
 * Begins a sign-in by redirect (RFC 6749 section 4.1, RFC 7636): gives the vendor's URL to go to. The state stands for
 * the person, the organization and the credential, serves once and for ten minutes.
 */
export async function beginSignIn(
  context: Context,
  place: { organizationId: string; credentialId: string },
  binding: SignInBinding,
): Promise<{ url: string; expiresAt: string }> {
  const { organizationId, credentialId } = place;
  const { scheme, credential, authorizeUrl, clientId } = await findConnection(context, place);
  if (credential.dt_deleted) throw new Problem("credential_deleted", "This credential is deleted. Restore it first.");
  const [state, verifier] = [randomToken(32), randomToken(48)];
  const expiresAt = new Date(context.now() + signInMinutes * 60_000);
  const stateHash = sha256(state);
  const { linkToken, ...bound } = binding;
  const kept = linkToken === null ? verifier : `${verifier}.${linkToken}`;
  const sealed = await context.vault.sealBytes(organizationId, purposes.signIn(stateHash), Buffer.from(kept));
  await context.store.inOrganization(organizationId, async (tx) => {
    await insertSignIn(tx, { ...bound, stateHash, organizationId, credentialId, sealed, expiresAt });
    await extendPending(tx, credentialId, expiresAt);
  });
  const url = new URL(authorizeUrl);
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUrlOf(context),
    state,
    ...(scheme.scopes?.length ? { scope: scheme.scopes.join(scheme.scopeSeparator ?? " ") } : {}),
    ...(scheme.pkce === false
      ? {}
      : { code_challenge: digest("sha256", verifier, "base64url"), code_challenge_method: "S256" }),
    ...scheme.authorizeParameters,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href, expiresAt: expiresAt.toISOString() };
}

/** What `beginSignIn` sealed. */
export async function openSignIn({ vault }: Pick<Context, "vault">, row: SignInRow) {
  const bytes = await vault.openBytes(row.organization_id, purposes.signIn(row.state_hash), row.sealed);
  const [verifier = "", linkToken = null] = bytes.toString("utf8").split(".");
  return { verifier, linkToken };
}
