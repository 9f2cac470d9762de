import { newId, randomToken } from "../../crypto/ids.ts";
import { Problem } from "../../errors.ts";
import { findIncomingWebhook, type IncomingWebhookRow } from "../../store/incoming-webhooks.ts";
import { type Endpoint, toCheck } from "./endpoints.ts";
import { judgeAndStore, type ReceiveParts } from "./receive.ts";
import { signedTarget, signRequest } from "./sign-request.ts";

export interface SampleRequest {
  method: "POST";
  url: string;
  headers: [string, string][];
  body: string;
  /** The headers lack what a person must fill in: the user name and password of HTTP basic. */
  needsPassword: boolean;
}

/** A correctly signed request to the webhook; what would show a password is left out. Undefined: no such webhook. */
export async function signSample(
  parts: ReceiveParts,
  organizationId: string,
  webhookId: string,
  body: string | undefined,
): Promise<SampleRequest | undefined> {
  const found = await findSigner(parts, organizationId, webhookId);
  if (!found) return undefined;
  const { endpoint } = found;
  const sample = body ?? sampleBody(endpoint, parts.now());
  const target = targetOf(found, sample);
  const signed = await sign(parts, endpoint, target, sample, false);
  const needsPassword = endpoint.rules?.verification.verify === "basic";
  return {
    method: "POST",
    url: parts.config.publicUrl + target,
    headers: [["Content-Type", "application/json"], ...(needsPassword ? [] : signed)],
    body: sample,
    needsPassword,
  };
}

/** Signs a sample, rightly or with another secret, and takes it in as if it had arrived. Gives the id of the stored message. */
export async function sendSample(
  parts: ReceiveParts,
  organizationId: string,
  webhookId: string,
  isWrong: boolean,
): Promise<string | undefined> {
  const found = await findSigner(parts, organizationId, webhookId);
  if (!found) return undefined;
  const { endpoint } = found;
  if (!endpoint.active) throw new Problem("webhook_deactivated", "Activate the webhook first.");
  const body = sampleBody(endpoint, parts.now());
  const target = targetOf(found, body);
  const signed = await sign(parts, endpoint, target, body, isWrong);
  const { host } = new URL(parts.config.publicUrl);
  const headers = [["Host", host], ["User-Agent", "Credenza sample"], ["Content-Type", "application/json"], ...signed];
  const request = { method: "POST", target, rawHeaders: headers.flat(), body: Buffer.from(body), sourceAddress: null };
  const outcome = await judgeAndStore(parts, endpoint, request);
  if ("id" in outcome) return outcome.id;
  await parts.rejected.flush();
  if ("refusedId" in outcome && outcome.refusedId !== null) return outcome.refusedId;
  throw new Problem("too_many_requests", "Too many refused requests came at once; this one was not kept.", {
    retryAfterSeconds: 5,
  });
}

const targetOf = ({ endpoint, target }: { endpoint: Endpoint; target: string }, body: string): string =>
  endpoint.rules ? signedTarget(endpoint.rules.verification, target, body) : target;

async function findSigner({ store, endpoints }: ReceiveParts, organizationId: string, webhookId: string) {
  const row = await store.inOrganization(organizationId, (tx) => findIncomingWebhook(tx, webhookId));
  if (!row) return undefined;
  const endpoint = await endpoints.load(toEndpointRow(row));
  if (!endpoint.rules) throw new Problem("credential_not_usable", `No request can be signed: ${endpoint.unusable}.`);
  return { endpoint, target: `/hooks/${row.token}` };
}

const toEndpointRow = (row: IncomingWebhookRow) => ({
  id: row.id,
  organizationId: row.organization_id,
  active: row.active,
  credentialId: row.credential_id,
  options: row.options,
});

function sign(parts: ReceiveParts, endpoint: Endpoint, target: string, body: string, isWrong: boolean) {
  const request = { method: "POST", target, rawHeaders: [], body: Buffer.from(body), sourceAddress: null };
  const check = toCheck(endpoint, request, parts.config.publicUrl, parts.now());
  const { rules, credential } = endpoint;
  if (!rules || !credential) throw new Problem("credential_not_usable");
  const fieldSets = isWrong
    ? check.fieldSets.map((fields) => spoil(fields, Object.keys(credential.secrets.current)))
    : check.fieldSets;
  return signRequest(rules.verification, { ...check, fieldSets }, `sample-${newId()}`);
}

/** Random values in place of the secrets. */
const spoil = (fields: Readonly<Record<string, string>>, secretNames: string[]): Record<string, string> => ({
  ...fields,
  ...Object.fromEntries(secretNames.map((name) => [name, randomToken(24)])),
});

function sampleBody({ rules }: Endpoint, nowMs: number): string {
  const eventId = newId().replaceAll("-", "");
  return (rules?.sampleBody ?? '{"id":"{eventId}","sample":true}')
    .replaceAll("{eventId}", eventId)
    .replaceAll("{now}", String(Math.floor(nowMs / 1000)));
}
