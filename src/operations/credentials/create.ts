import { z } from "zod";
import { newId, randomToken } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import type { CredentialTypeEntry } from "../../define/registry.ts";
import { insertSealedFields } from "../../store/credential-secrets.ts";
import { insertCredential } from "../../store/credentials.ts";
import { requireCredential } from "./find.ts";
import { credential, newCredentialBody, toCredential } from "./shapes.ts";

const generatedBytes = 24;

const generatedFields = ({ fields }: CredentialTypeEntry): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => field.generated)
      .map(([name]) => [name, randomToken(generatedBytes)]),
  );

export default operation({
  id: "credentials.create",
  method: "POST",
  path: "/integrationcredentials",
  tag: "Credentials",
  summary: "Create a credential",
  permission: { action: "config:create", resource: "credential" },
  audit: {
    action: "credential.created",
    detail: ({ name, destination, type }) => ({ name, destination, type }),
  },
  query: z.object({}),
  body: newCredentialBody,
  output: credential,
  async run({ context, tx, actor, organizationId, body }) {
    const id = newId();
    const sealed = await Promise.all(
      Object.entries(body.secret).map(async ([field, value]) => ({
        field,
        version: 1,
        sealed: await context.vault.seal({ organizationId, credentialId: id, field, version: 1 }, value),
      })),
    );
    await insertCredential(tx, {
      id,
      organizationId,
      name: body.name,
      destination: body.destination,
      type: body.type.id,
      fields: { ...body.shown, ...generatedFields(body.type) },
      sealedFields: sealed.map(({ field }) => field),
      actorId: actor.id,
    });
    await insertSealedFields(tx, organizationId, id, sealed);
    return toCredential(context.registry, await requireCredential(tx, id));
  },
});
