import { randomBytes, randomUUID } from "node:crypto";
import type { Context } from "../../src/context.ts";
import { purposes } from "../../src/vault/sealed-places.ts";

/** What is sealed in `addSealedRows`, by place. */
export const plain = {
  token: '{"accessToken":"a token","material":""}',
  verifier: "a verifier of PKCE",
  header: '[[0,"Basic c2VuZGVyOnNlY3JldA=="]]',
};

export interface SealedRows {
  credentialId: string;
  stateHash: Buffer;
  messageIds: string[];
}

/** A row in each of the places that no request of the API fills by itself here: a token, a sign-in, messages with secret headers. */
export async function addSealedRows(
  { store, vault }: Pick<Context, "store" | "vault">,
  organizationId: string,
  { credentialId, webhookId, messages = 1 }: { credentialId: string; webhookId: string; messages?: number },
): Promise<SealedRows> {
  const seal = (purpose: string, text: string) => vault.sealBytes(organizationId, purpose, Buffer.from(text));
  const stateHash = randomBytes(32);
  const [token, verifier] = [
    await seal(purposes.token(credentialId, "grant"), plain.token),
    await seal(purposes.signIn(stateHash), plain.verifier),
  ];
  const { systemPool: pool } = store;
  await pool.query(
    `insert into credential_tokens (credential_id, organization_id, slot, state, generation, sealed)
     values ($1, $2, 'grant', 'READY', 1, $3)`,
    [credentialId, organizationId, token],
  );
  await pool.query(
    `insert into oauth_sign_ins (state_hash, organization_id, credential_id, sealed, dt_expires)
     values ($1, $2, $3, $4, now() + interval '1 hour')`,
    [stateHash, organizationId, credentialId, verifier],
  );
  const messageIds = Array.from({ length: messages }, () => randomUUID());
  const sealed = await Promise.all(messageIds.map((id) => seal(purposes.message(id), plain.header)));
  await pool.query(
    `insert into incoming_messages
       (webhook_id, id, organization_id, status, received_at, method, url, headers, sealed_headers, body)
     select $1, id, $2, 'ACCEPTED', now(), 'POST', '/hooks/x', '[["authorization", "[sealed]"]]', sealed, '{}'
     from unnest($3::uuid[], $4::text[]) as g (id, sealed)`,
    [webhookId, organizationId, messageIds, sealed],
  );
  return { credentialId, stateHash, messageIds };
}

/** Opens what `addSealedRows` sealed, from the tables as they are now. */
export async function openSealedRows(
  { store, vault }: Pick<Context, "store" | "vault">,
  organizationId: string,
  { credentialId, stateHash, messageIds }: SealedRows,
): Promise<{ token: string; verifier: string; headers: Set<string> }> {
  const open = async (purpose: string, text: string) =>
    (await vault.openBytes(organizationId, purpose, text)).toString("utf8");
  const { systemPool: pool } = store;
  const one = async (text: string, value: unknown): Promise<string> => (await pool.query(text, [value])).rows[0].sealed;
  const token = await one("select sealed from credential_tokens where credential_id = $1", credentialId);
  const verifier = await one("select sealed from oauth_sign_ins where state_hash = $1", stateHash);
  const { rows } = await pool.query<{ id: string; sealed: string }>(
    "select id, sealed_headers as sealed from incoming_messages where id = any($1::uuid[])",
    [messageIds],
  );
  const headers = await Promise.all(rows.map(({ id, sealed }) => open(purposes.message(id), sealed)));
  return {
    token: await open(purposes.token(credentialId, "grant"), token),
    verifier: await open(purposes.signIn(stateHash), verifier),
    headers: new Set(headers),
  };
}

/** Lets the rounds that are due half a minute later be due now. */
export async function hurryResealing({ store }: Pick<Context, "store">): Promise<void> {
  await store.systemPool.query("update data_keys set dt_replaced = dt_replaced - interval '1 minute'");
  await store.systemPool.query(
    "update graphile_worker._private_jobs set run_at = now() where key like 'reseal:%' and locked_at is null",
  );
}
