import type { Context } from "../../../context.ts";
import { type FoundSecrets, readSecretsOfType } from "../../../store/credentials-of-type.ts";
import { reveal } from "../../../vault/reveal.ts";
import type { Endpoint } from "../endpoints.ts";

type FieldSet = Record<string, string>;

/** Earlier secrets of the credential whose time is over. */
export function endedFieldSets({ credential }: Endpoint, nowMs: number): FieldSet[] {
  if (!credential) return [];
  return credential.secrets.previous
    .filter(({ validUntil }) => validUntil.getTime() <= nowMs)
    .map(({ values }) => ({
      ...credential.fields,
      ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, reveal(value)])),
    }));
}

const maxCredentials = 10;

/** Secrets of the organization's other credentials of the same type: is test mixed up with live? One query. */
export async function siblingFieldSets(
  { store, vault }: Pick<Context, "store" | "vault">,
  { organizationId, credential }: Endpoint,
): Promise<FieldSet[]> {
  if (!credential) return [];
  const found = await store.inOrganization(organizationId, (tx) =>
    readSecretsOfType(tx, credential.type, credential.id, maxCredentials),
  );
  return Promise.all(found.map((one) => open(vault, organizationId, one)));
}

async function open(vault: Context["vault"], organizationId: string, found: FoundSecrets): Promise<FieldSet> {
  const { credentialId, fields } = found;
  const opened: FieldSet = { ...fields };
  for (const { field, version, sealed } of found.sealed) {
    opened[field] = reveal(await vault.open({ organizationId, credentialId, field, version }, sealed));
  }
  return opened;
}
