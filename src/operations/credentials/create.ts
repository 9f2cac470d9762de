import { z } from "zod";
import { newId, randomToken } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import type { CredentialTypeEntry } from "../../define/registry.ts";
import { signInMinutes } from "../../sign-in/sign-in.ts";
import { insertSealedFields } from "../../store/credential-secrets.ts";
import { insertCredential } from "../../store/credentials.ts";
import { queryFlag } from "../shapes.ts";
import { requireCredential } from "./find.ts";
import { requireApp } from "./require-app.ts";
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
  query: z.object({ test: queryFlag.default(false) }),
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
    await requireApp(tx, body.type, body.shown.appId);
    const isPending = body.type.authorize?.scheme === "oauthCode";
    await insertCredential(tx, {
      pendingUntil: isPending ? new Date(context.now() + signInMinutes * 60_000) : null,
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
  async afterwards({ context, actor, organizationId, query }, { id, status }) {
    if (!query.test || status === "PENDING" || !actor.may("config:use", "credential", id)) return undefined;
    await context.health.check(organizationId, id, { isForced: true });
    return context.store.inOrganization(organizationId, async (tx) =>
      toCredential(context.registry, await requireCredential(tx, id)),
    );
  },
});
