import type { Actor, Context } from "../context.ts";
import { equalBytes } from "../crypto/compare.ts";
import { sha256 } from "../crypto/digest.ts";
import { newId, randomToken } from "../crypto/ids.ts";
import { Problem } from "../errors.ts";
import { requireCredential } from "../operations/credentials/find.ts";
import { holdItem } from "../store/db.ts";
import { awaitsChoice, bindConnectLink, extendPending, findConnectLink, insertConnectLink } from "../store/sign-ins.ts";
import { choose } from "./choose.ts";
import { findConnection } from "./connection.ts";
import { beginSignIn } from "./sign-in.ts";
import { tellConnected } from "./tell-connected.ts";

const linkMinutes = 60;

/** A link with which a colleague or a customer without an account makes one sign-in: once, and for an hour. */
export async function makeConnectLink(
  context: Context,
  actor: Actor,
  credentialId: string,
): Promise<{ url: string; expiresAt: string }> {
  const { organizationId } = actor;
  const { credential } = await findConnection(context, { organizationId, credentialId });
  if (credential.dt_deleted) throw new Problem("credential_deleted", "This credential is deleted. Restore it first.");
  const token = randomToken(32);
  const expiresAt = new Date(context.now() + linkMinutes * 60_000);
  const link = { id: newId(), tokenHash: sha256(token), organizationId, credentialId, createdBy: actor.id, expiresAt };
  await context.store.inOrganization(organizationId, async (tx) => {
    await insertConnectLink(tx, link);
    await extendPending(tx, credentialId, expiresAt);
  });
  return { url: `${context.config.publicUrl}/connect/${token}`, expiresAt: expiresAt.toISOString() };
}

export interface ConnectPage {
  organizationName: string;
  credentialName: string;
  systemName: string;
  destinationName: string;
  expiresAt: string;
  /** Accounts that the sign-in was made for, where one is to be chosen: for the browser that signed in. */
  choices: { id: string; name: string }[] | null;
}

/** What the page of a link shows. Throws not_found for one that is unknown, used or expired. */
export async function readConnectLink(
  context: Context,
  token: string,
  browserHash: Buffer | null,
): Promise<ConnectPage> {
  const link = await requireLink(context, token);
  const destination = context.registry.destination(link.destination);
  return {
    organizationName: link.organizationName,
    credentialName: link.credentialName,
    systemName: destination?.system.name ?? link.destination,
    destinationName: destination?.name ?? link.destination,
    expiresAt: link.dt_expires.toISOString(),
    choices: link.awaits_choice && isBoundTo(link, browserHash) ? link.choices : null,
  };
}

/** Begins the sign-in of a link for the browser that holds `browserToken`; another browser is refused from then on. */
export async function followConnectLink(context: Context, token: string, browserToken: string) {
  const link = await requireLink(context, token);
  const browserHash = sha256(browserToken);
  if (!(await bindConnectLink(context.store.system, link.id, browserHash))) throw linkGone();
  const place = { organizationId: link.organization_id, credentialId: link.credential_id };
  return beginSignIn(context, place, { userId: null, browserHash, linkId: link.id, linkToken: token });
}

/** The person who signed in chooses the account: once, in the same browser, as long as the link lasts. Then it is tested. */
export async function chooseByConnectLink(
  context: Context,
  token: string,
  { browserHash, choice }: { browserHash: Buffer | null; choice: string },
): Promise<{ working: boolean }> {
  const link = await requireLink(context, token);
  if (!link.awaits_choice || !isBoundTo(link, browserHash)) throw linkGone();
  const { organization_id: organizationId, credential_id: credentialId } = link;
  await context.store.inOrganization(organizationId, async (tx) => {
    await holdItem(tx, [organizationId, credentialId].join("/"));
    const old = await requireCredential(tx, credentialId);
    if (old.dt_deleted || !(await awaitsChoice(tx, link.id))) throw linkGone();
    await choose(context.registry, tx, old, choice);
    await tellConnected(context, tx, { organizationId, old, isLink: true, person: undefined });
  });
  context.changes.tell("credential", credentialId);
  const finding = await context.health.check(organizationId, credentialId, { isForced: true }).catch(() => undefined);
  return { working: finding?.verdict === "working" };
}

const isBoundTo = ({ browser_hash: bound }: { browser_hash: Buffer | null }, browserHash: Buffer | null): boolean =>
  bound !== null && browserHash !== null && equalBytes(bound, browserHash);

async function requireLink({ store, now }: Context, token: string) {
  const link = await findConnectLink(store.system, sha256(token));
  if (!link || link.dt_used || link.dt_deleted || now() > link.dt_expires.getTime()) throw linkGone();
  return link;
}

export const linkGone = (): Problem =>
  new Problem("not_found", "This link has expired or was already used. Ask for a new one where you got it.");
