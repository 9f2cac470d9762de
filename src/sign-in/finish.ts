import { declaredPlace, signInDestination } from "../broker/destination.ts";
import type { ExchangedCode } from "../broker/sign-in.ts";
import { SignInFailed } from "../broker/sign-in-failed.ts";
import type { Values } from "../broker/tokens/token-request.ts";
import type { Context } from "../context.ts";
import { equalBytes } from "../crypto/compare.ts";
import { sha256 } from "../crypto/digest.ts";
import { signInReasons } from "../define/glossary.ts";
import type { CodeGrant } from "../define/oauth.ts";
import { Problem } from "../errors.ts";
import { NetworkFailure } from "../net/network.ts";
import { requireCredential } from "../operations/credentials/find.ts";
import { holdItem } from "../store/db.ts";
import {
  type SignInRow,
  settleConnectLinks,
  storeConnection,
  storeSignInFailure,
  takeSignIn,
} from "../store/sign-ins.ts";
import { findConnection } from "./connection.ts";
import { endUnusedGrant } from "./end-grant.ts";
import { openSignIn, redirectUrlOf, signInMinutes } from "./sign-in.ts";
import { reasonFor, SignInProblem, type SignInReason } from "./sign-in-problem.ts";
import { tellConnected } from "./tell-connected.ts";

export interface Redirected {
  /** Parameters of the redirect, each of them once. */
  query: Readonly<Record<string, string>>;
  /** Of the session that came with it. */
  userId: string | null;
  /** Of the connect link's cookie. */
  browserHash: Buffer | null;
}

export interface FinishedSignIn {
  organizationId: string | null;
  credentialId: string | null;
  isLink: boolean;
  /** Secret of the connect link on whose page the person now chooses among several accounts. */
  choiceToken: string | null;
  /** Absent when it is connected. */
  reason: SignInReason | undefined;
}

/** The vendor sent a person back: every step that does not hold ends it. */
export async function finishSignIn(context: Context, redirected: Redirected): Promise<FinishedSignIn> {
  const row = await takeSignIn(context.store.system, sha256(redirected.query.state ?? ""));
  if (!row) return { organizationId: null, credentialId: null, isLink: false, choiceToken: null, reason: "expired" };
  const place = { organizationId: row.organization_id, credentialId: row.credential_id };
  const ended = { ...place, isLink: row.link_id !== null, choiceToken: null };
  try {
    requireFresh(context, row);
    requireSamePerson(row, redirected);
    await requireIssuer(context, place, redirected.query);
    requireCode(redirected.query);
    const { verifier, linkToken } = await openSignIn(context, row);
    const mustChoose = await connectOrEnd(context, row, await exchange(context, row, verifier, redirected.query));
    return { ...ended, choiceToken: mustChoose ? linkToken : null, reason: undefined };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === "other_person") return { ...ended, organizationId: null, credentialId: null, isLink: false, reason };
    await context.store.inOrganization(place.organizationId, (tx) =>
      storeSignInFailure(tx, place.credentialId, signInReasons[reason], new Date(context.now())),
    );
    return { ...ended, reason };
  }
}

function requireFresh({ now }: Context, { dt_expires: expires }: SignInRow): void {
  if (now() > expires.getTime()) throw new SignInProblem("expired");
}

function requireSamePerson(row: SignInRow, { userId, browserHash }: Redirected): void {
  const isPerson = row.user_id !== null && row.user_id === userId;
  const isBrowser = row.browser_hash !== null && browserHash !== null && equalBytes(row.browser_hash, browserHash);
  if (!isPerson && !isBrowser) throw new SignInProblem("other_person");
}

/** RFC 9207 section 2.4: where the vendor says who it is, it must be who was asked. */
async function requireIssuer(context: Context, place: Place, { iss }: Redirected["query"]): Promise<void> {
  const { scheme, credential } = await findConnection(context, place);
  if (scheme.issuer === undefined || (iss === undefined && !scheme.issuerIsSent)) return;
  const at = signInDestination(context.config.baseUrls[credential.destination]);
  const { url, systemUrl } = declaredPlace(at, scheme.issuer, credential.fields);
  if (iss === undefined || ![url, systemUrl].some(({ href }) => bare(href) === bare(iss)))
    throw new SignInProblem("wrong_issuer");
}

const bare = (url: string): string => url.replace(/\/+$/, "");

function requireCode({ error, code }: Redirected["query"]): void {
  if (error !== undefined) throw new SignInProblem(reasonFor(error));
  if (!code) throw new SignInProblem("refused");
}

type Place = { organizationId: string; credentialId: string };

async function exchange(
  context: Context,
  row: SignInRow,
  verifier: string,
  query: Redirected["query"],
): Promise<ExchangedCode> {
  const { organization_id: organizationId, credential_id: credentialId } = row;
  const { credential, scheme } = await findConnection(context, { organizationId, credentialId });
  return context.broker.exchangeCode({
    organizationId,
    credentialId,
    destination: credential.destination,
    scheme,
    fields: credential.fields,
    appId: credential.fields.appId ?? "",
    code: query.code ?? "",
    redirectUrl: redirectUrlOf(context),
    verifier,
    redirect: query,
  });
}

/** A grant that connects nothing does not stay at the vendor. A fault of our own may come after the commit: then it stays. */
async function connectOrEnd(context: Context, row: SignInRow, brought: ExchangedCode): Promise<boolean> {
  try {
    return await connect(context, row, brought);
  } catch (error) {
    const place = { organizationId: row.organization_id, credentialId: row.credential_id };
    if (reasonOf(error)) await endUnusedGrant(context, place, brought);
    throw error;
  }
}

/** True when an account is still to be chosen. */
async function connect(context: Context, row: SignInRow, brought: ExchangedCode): Promise<boolean> {
  const { organization_id: organizationId, credential_id: credentialId, link_id: linkId } = row;
  const { scheme, credential, type } = await findConnection(context, { organizationId, credentialId });
  const { kept, refreshLifetimeMs } = brought;
  const tenants = await brought.findTenants();
  if (tenants?.length === 0) throw new SignInProblem("no_account");
  const account = accountOf(scheme, credential.fields, tenants ?? []);
  const fields = { ...kept, ...account };
  const missing = Object.keys(scheme.keep ?? {}).some((name) => !type.fields[name]?.optional && !fields[name]);
  if (missing) throw new SignInProblem("no_account");
  const person = await personOf(context, row);
  const pendingUntil = new Date(context.now() + signInMinutes * 60_000);
  const choices = account ? null : (tenants ?? null);
  await context.store.inOrganization(organizationId, async (tx) => {
    await holdItem(tx, [organizationId, credentialId].join("/"));
    const old = await requireCredential(tx, credentialId);
    await brought.adopt(tx);
    await storeConnection(tx, credentialId, { fields, choices, pendingUntil, refreshLifetimeMs });
    await settleConnectLinks(tx, credentialId, { linkId, mustChoose: choices !== null });
    await tellConnected(context, tx, { organizationId, old, isLink: linkId !== null, person });
  });
  context.changes.tell("credential", credentialId);
  return choices !== null;
}

async function personOf({ access }: Context, { user_id: id, organization_id: organizationId }: SignInRow) {
  const found = id && (await access.principals.find("USER", id, organizationId));
  return id && found ? { id, name: found.actor.name } : undefined;
}

/** The one that it was for before, or the only one. Undefined when a person has to choose. */
function accountOf({ tenants: rule }: CodeGrant, fields: Values, tenants: { id: string }[]): Values | undefined {
  if (!rule) return {};
  const [only, second] = tenants;
  const id = tenants.find((one) => one.id === fields[rule.field])?.id ?? (second ? undefined : only?.id);
  return id === undefined ? undefined : { [rule.field]: id };
}

function reasonOf(error: unknown): SignInReason {
  if (error instanceof SignInProblem) return error.reason;
  if (error instanceof NetworkFailure) return "unavailable";
  if (error instanceof SignInFailed) return byVerdict[error.verdict] ?? "refused";
  if (error instanceof Problem && error.code !== "internal") return "app_refused";
  throw error;
}

const byVerdict: Partial<Record<SignInFailed["verdict"], SignInReason>> = {
  wrong_key: "app_refused",
  no_permission: "scope_refused",
  throttled: "unavailable",
  unreachable: "unavailable",
};
