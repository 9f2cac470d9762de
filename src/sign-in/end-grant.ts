import type { GrantEnd } from "../broker/end-grant.ts";
import type { Context } from "../context.ts";
import type { CodeGrant } from "../define/oauth.ts";
import { writeOwnAudit } from "../store/audit.ts";
import { type CredentialRow, findCredential } from "../store/credentials.ts";
import { countSharers, forgetGrant } from "../store/ended-grants.ts";

type Place = { organizationId: string; credentialId: string };

/** `shared`: another credential lives by the same grant. */
type Outcome = GrantEnd | "shared";

/**
 * Ends at the vendor what a deleted credential was allowed to do; one that was restored meanwhile is left alone. See
 * docs/decisions/062. Every failure of the outside world is an outcome.
 */
export async function endGrantOf(context: Context, place: Place): Promise<Outcome> {
  const { store, registry, broker } = context;
  const { organizationId, credentialId } = place;
  const credential = await store.inOrganization(organizationId, (tx) => findCredential(tx, credentialId));
  const scheme = credential && registry.type(credential.destination, credential.type)?.authorize;
  if (!credential?.dt_deleted || scheme?.scheme !== "oauthCode" || !scheme.revoke) return "nothing";
  const { destination, fields } = credential;
  const isShared = await store.inOrganization(organizationId, (tx) => countSharers(tx, credential, sharedBy(scheme)));
  const grant = { ...place, destination, scheme, fields, appId: fields.appId ?? "" };
  const outcome = isShared > 0 ? "shared" : await broker.endGrant(grant);
  if (outcome !== "nothing" && outcome !== "unreachable") await note(context, place, credential, outcome);
  return outcome;
}

/** What tells accounts of one app apart; without any of it each credential of the app may live by the same grant. */
const sharedBy = ({ keep = {} }: CodeGrant): string[] => ["appId", ...Object.keys(keep)];

async function note({ store, now }: Context, place: Place, credential: CredentialRow, outcome: Outcome): Promise<void> {
  const { organizationId, credentialId } = place;
  await store.inOrganization(organizationId, async (tx) => {
    if (outcome === "ended") await forgetGrant(tx, credentialId, new Date(now()));
    await writeOwnAudit(tx, {
      organizationId,
      action: outcome === "ended" ? "credential.grantended" : "credential.grantkept",
      resourceType: "credential",
      resourceId: credentialId,
      detail: { name: credential.name, destination: credential.destination, outcome },
    });
  });
}
