import type { EndedGrant, GrantEnd } from "../broker/end-grant.ts";
import type { ExchangedCode } from "../broker/sign-in.ts";
import type { Context } from "../context.ts";
import type { CodeGrant } from "../define/oauth.ts";
import { writeOwnAudit } from "../store/audit.ts";
import { type CredentialRow, findCredential } from "../store/credentials.ts";
import type { Tx } from "../store/db.ts";
import { countSharers, forgetGrant } from "../store/ended-grants.ts";

type Place = { organizationId: string; credentialId: string };

/** `shared`: another credential lives by the same grant. `delayed`: the vendor is away, and asked again later. */
type Outcome = Exclude<GrantEnd, "nothing"> | "shared" | "delayed";

const summaries: Record<Outcome, string | undefined> = {
  ended: undefined,
  refused: "The system refuses to end it, mostly because it has ended there already.",
  shared: "Another credential lives by the same access.",
  delayed:
    "The system could not be asked. It is asked again in the next days, and once more before the credential is destroyed.",
  unreachable: "The system could not be asked. Look there whether the access still stands, and end it.",
};

/**
 * Ends at the vendor what a deleted credential was allowed to do; one that was restored meanwhile is left alone. See
 * docs/decisions/062. Every failure of the outside world is an outcome. `ifAway`: what the audit trail says when the
 * vendor cannot be asked; null: nothing.
 */
export async function endGrantOf(
  context: Context,
  place: Place,
  ifAway: "delayed" | "unreachable" | null,
): Promise<GrantEnd | "shared"> {
  const { store, registry } = context;
  const { organizationId, credentialId } = place;
  const credential = await store.inOrganization(organizationId, (tx) => findCredential(tx, credentialId));
  const scheme = credential && registry.type(credential.destination, credential.type)?.authorize;
  if (!credential?.dt_deleted || scheme?.scheme !== "oauthCode" || !scheme.revoke) return "nothing";
  const { destination, fields } = credential;
  const isShared = await store.inOrganization(organizationId, (tx) => countSharers(tx, credential, sharedBy(scheme)));
  const grant = { ...place, destination, scheme, fields, appId: fields.appId ?? "" };
  const outcome = isShared > 0 ? "shared" : await endOrLog(context, grant);
  const told = outcome === "unreachable" ? ifAway : outcome;
  if (told !== null && told !== "nothing") await note(context, place, credential, told);
  return outcome;
}

/** A fault of our own, such as a key service that is away, may pass like one of the vendor's. */
async function endOrLog({ broker, log }: Context, grant: EndedGrant): Promise<GrantEnd> {
  return broker.endGrant(grant).catch((error: unknown) => {
    log.warn({ code: (error as { code?: unknown }).code }, "The access of a credential is not ended");
    return "unreachable";
  });
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
    detail: { name, destination, outcome, ...(summaries[outcome] ? { summary: summaries[outcome] } : {}) },
  });
