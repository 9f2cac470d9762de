import type { SealedColumn } from "../store/sealed-values.ts";

/** What each kind of sealed value is bound to, besides its organization. */
export const purposes = {
  answer: (actorId: string, key: string): string => `answer:${actorId}:${key}`,
  message: (id: string): string => `message:${id}`,
  parameter: (id: string): string => `workflow-parameter:${id}`,
  signIn: (stateHash: Buffer): string => `sign-in:${stateHash.toString("hex")}`,
  token: (credentialId: string, slot: string): string => `token:${credentialId}:${slot}`,
};

/** A field of a credential, or bytes for a purpose. */
export type Binding = { credentialId: string; field: string; version: number } | { purpose: string };

export interface SealedPlace extends SealedColumn {
  /** As a person calls what is sealed there. */
  what: string;
  /** `key`: the values of the key's columns, as text; bytes in hexadecimal. */
  bindingOf(key: string[]): Binding;
}

/** Every column that holds values sealed under an organization's data key. A test compares it with the database. */
export const sealedPlaces: readonly SealedPlace[] = [
  {
    what: "secrets of credentials",
    table: "credential_secrets",
    column: "sealed",
    key: { credential_id: "uuid", field: "text", version: "int4" },
    bindingOf: ([credentialId = "", field = "", version]) => ({ credentialId, field, version: Number(version) }),
  },
  {
    what: "tokens",
    table: "credential_tokens",
    column: "sealed",
    key: { credential_id: "uuid", slot: "text" },
    bindingOf: ([credentialId = "", slot = ""]) => ({ purpose: purposes.token(credentialId, slot) }),
  },
  {
    what: "sign-ins under way",
    table: "oauth_sign_ins",
    column: "sealed",
    key: { state_hash: "bytea" },
    bindingOf: ([hash = ""]) => ({ purpose: purposes.signIn(Buffer.from(hash, "hex")) }),
  },
  {
    what: "global parameters",
    table: "workflow_parameters",
    column: "sealed",
    key: { id: "uuid" },
    bindingOf: ([id = ""]) => ({ purpose: purposes.parameter(id) }),
  },
  {
    what: "answers kept for idempotency keys",
    table: "idempotency_keys",
    column: "sealed_answer",
    key: { actor_id: "uuid", key: "text" },
    bindingOf: ([actorId = "", key = ""]) => ({ purpose: purposes.answer(actorId, key) }),
  },
  {
    what: "headers of messages",
    table: "incoming_messages",
    column: "sealed_headers",
    key: { webhook_id: "uuid", id: "uuid" },
    parents: "incoming_webhooks",
    bindingOf: ([, id = ""]) => ({ purpose: purposes.message(id) }),
  },
];

/** Sealed under no organization's key: by the installation's own data key, or by the root key itself. */
export const sealedForTheInstallation = [
  { table: "signing_keys", column: "sealed_private_key" },
  { table: "instance", column: "root_key_check" },
  { table: "data_keys", column: "wrapped" },
] as const;
