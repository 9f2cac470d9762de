import type { GrantEnd } from "../broker/end-grant.ts";
import type { ExchangedCode } from "../broker/sign-in.ts";
import type { Context } from "../context.ts";
import type { CodeGrant } from "../define/oauth.ts";
import { writeOwnAudit } from "../store/audit.ts";
import { type CredentialRow, findCredential } from "../store/credentials.ts";
import type { Tx } from "../store/db.ts";
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

/**
 * Ends what a sign-in brought that connects nothing. Which account it is for is not known, so it stays while any
 * credential of the app may live by it, this one from before too.
 */
export async function endUnusedGrant(context: Context, place: Place, brought: ExchangedCode): Promise<void> {
  const { store } = context;
  const { organizationId, credentialId } = place;
  const { credential, sharers } = await store.inOrganization(organizationId, async (tx) => {
    const found = await findCredential(tx, credentialId);
    return { credential: found, sharers: found ? await countSharers(tx, found, ["appId"]) : 0 };
  });
  if (!credential) return;
  const isConnected = credential.status !== "PENDING" && credential.status !== "REVOKED";
  const outcome = isConnected || credential.choices !== null || sharers > 0 ? "shared" : await brought.end();
  if (outcome === "nothing") return;
  await store.inOrganization(organizationId, (tx) => writeOutcome(tx, place, credential, outcome));
}

/** What tells accounts of one app apart; without any of it each credential of the app may live by the same grant. */
const sharedBy = ({ keep = {} }: CodeGrant): string[] => ["appId", ...Object.keys(keep)];

async function note({ store, now }: Context, place: Place, credential: CredentialRow, outcome: Outcome): Promise<void> {
  const { organizationId, credentialId } = place;
  await store.inOrganization(organizationId, async (tx) => {
    if (outcome === "ended") await forgetGrant(tx, credentialId, new Date(now()));
    await writeOutcome(tx, place, credential, outcome);
  });
}

const writeOutcome = (tx: Tx, place: Place, { name, destination }: CredentialRow, outcome: Outcome): Promise<void> =>
  writeOwnAudit(tx, {
    organizationId: place.organizationId,
    action: outcome === "ended" ? "credential.grantended" : "credential.grantkept",
    resourceType: "credential",
    resourceId: place.credentialId,
    detail: { name, destination, outcome },
  });
