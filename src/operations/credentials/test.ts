import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { writeAudit } from "../../store/audit.ts";
import { storeTestResult } from "../../store/credentials.ts";
import { idParams, time } from "../shapes.ts";
import { statuses } from "./shapes.ts";

export default operation({
  id: "credentials.test",
  method: "POST",
  path: "/integrationcredentials/{id}/test",
  tag: "Credentials",
  summary: "Test a credential against its system",
  permission: { action: "config:use", resource: "credential" },
  callsOut: true,
  params: idParams,
  output: z.strictObject({
    status: z.enum(statuses),
    verdict: z.string(),
    summary: z.string(),
    checked: z.string().nullable(),
    httpStatus: z.int().nullable(),
    durationMs: z.number(),
    checkedAt: time,
  }),
  errors: ["credential_disabled", "credential_deleted"],
  async run({ context, actor, organizationId, requestId, params: { id } }) {
    const { version: testedVersion, ...result } = await context.broker.test(organizationId, id);
    const { status, verdict, summary, checkedAt } = result;
    await context.store.inOrganization(organizationId, async (tx) => {
      if (verdict !== "not_testable") {
        await storeTestResult(tx, id, { status, detail: { verdict, summary, checkedAt }, testedVersion });
      }
      await writeAudit(tx, {
        id: newId(),
        organizationId,
        action: "credential.tested",
        actorType: actor.type,
        actorId: actor.id,
        actorName: actor.name,
        resourceType: "credential",
        resourceId: id,
        detail: { verdict },
        requestId,
      });
    });
    return result;
  },
});
