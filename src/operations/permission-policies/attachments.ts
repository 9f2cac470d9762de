import { z } from "zod";
import { newlyGranted } from "../../access/granting.ts";
import { keepAnAdministrator } from "../../access/last-administrator.ts";
import { newId } from "../../crypto/ids.ts";
import { type Operation, operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { type AttachablePrincipal, attachPolicy, detachPolicy } from "../../store/policy-principals.ts";
import { findServiceUser } from "../../store/service-users.ts";
import { lockUserGroup } from "../../store/user-groups.ts";
import { findMember } from "../../store/users.ts";
import * as shapes from "../shapes.ts";
import { requirePolicy } from "./shapes.ts";

const attachment = z.strictObject({
  id: shapes.outputId,
  permissionPolicyId: shapes.outputId,
  principalId: shapes.outputId,
  principalType: z.enum(["USER", "USERGROUP", "SERVICEUSER", "SUPPORTUSERS"]),
  ...shapes.history,
});

const body = z.strictObject({ principalId: shapes.id, version: z.int().optional() });

type Row = Awaited<ReturnType<typeof attachPolicy>>;

const toAttachment = ({ dtCreated, dtLastModified, ...row }: Row) => ({
  ...row,
  dtCreated: dtCreated.toISOString(),
  dtLastModified: dtLastModified.toISOString(),
});

/** What the kinds of principal have in common; each verb has its file. */
interface Verb {
  id: string;
  /** Last part of the path. */
  verb: string;
  principalType: AttachablePrincipal;
  summary: string;
}

export const attachTo = ({ id, verb, principalType, summary }: Verb): Operation =>
  operation({
    ...common(id, verb, summary),
    audit: { action: "permissionpolicy.attached", ...audited },
    async run({ context, tx, actor, organizationId, params, body: { principalId } }) {
      const policy = await requirePolicy(tx, params.id);
      await requirePrincipal(tx, organizationId, principalType, principalId);
      await context.access.requireWithin(tx, actor, newlyGranted([], policy.statements));
      const place = { permissionPolicyId: policy.id, principalType, principalId };
      const row = await attachPolicy(tx, { ...place, id: newId(), organizationId, actorId: actor.id });
      await context.access.changed(tx, principalId);
      return toAttachment(row);
    },
  });

export const detachFrom = ({ id, verb, principalType, summary }: Verb): Operation =>
  operation({
    ...common(id, verb, summary),
    audit: { action: "permissionpolicy.detached", ...audited },
    async run({ context, tx, actor, params, body: { principalId } }) {
      const policy = await requirePolicy(tx, params.id);
      await context.access.requireWithin(tx, actor, newlyGranted(policy.statements, []));
      const row = await keepAnAdministrator(tx, () =>
        detachPolicy(tx, { permissionPolicyId: policy.id, principalType, principalId }),
      );
      if (!row) throw new Problem("not_found", "The permission policy is not attached to this principal.");
      await context.access.changed(tx, principalId);
      return toAttachment(row);
    },
  });

const common = (id: string, verb: string, summary: string) =>
  ({
    id: `permissionPolicies.${id}`,
    method: "POST",
    path: `/permissionpolicies/{id}/${verb}`,
    tag: "Permission policies",
    summary,
    permission: { action: "config:update", resource: "permissionpolicy" },
    params: shapes.idParams,
    body,
    output: attachment,
    errors: ["last_administrator"],
  }) as const satisfies Partial<Operation>;

const audited = {
  itemId: ({ permissionPolicyId }: z.output<typeof attachment>) => permissionPolicyId,
  detail: ({ principalType, principalId }: z.output<typeof attachment>) => ({ principalType, principalId }),
};

async function requirePrincipal(tx: Tx, organizationId: string, type: AttachablePrincipal, id: string): Promise<void> {
  const { word, find } = kinds[type];
  if (await find(tx, id, organizationId)) return;
  throw new Problem("not_found", `There is no ${word} with this id.`);
}

const kinds: Record<
  AttachablePrincipal,
  { word: string; find: (tx: Tx, id: string, organizationId: string) => Promise<object | undefined> }
> = {
  USER: { word: "user", find: (tx, id, organizationId) => findMember(tx, organizationId, id) },
  SERVICEUSER: { word: "service user", find: findServiceUser },
  USERGROUP: { word: "user group", find: lockUserGroup },
};
