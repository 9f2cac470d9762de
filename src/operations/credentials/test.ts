import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { idParams, time } from "../shapes.ts";
import { statuses } from "./shapes.ts";
import { writeCredentialAudit } from "./write-audit.ts";

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
  async run(call) {
    const { context, organizationId, params } = call;
    const {
      version: _version,
      isTelling: _isTelling,
      ...result
    } = await context.health.check(organizationId, params.id, { isForced: true });
    await writeCredentialAudit(call, "credential.tested", params.id, { verdict: result.verdict });
    return result;
  },
});
