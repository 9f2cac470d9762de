import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { changeRule, lockRule } from "../../store/notification-rules.ts";
import { requireVersion } from "../credentials/find.ts";
import { idParams, version } from "../shapes.ts";
import { linkTargets } from "./link-targets.ts";
import { codeTaken, missing, requireCalculation, requireRule, rule, ruleInput, toRule } from "./shapes.ts";

export default operation({
  id: "notifications.update",
  method: "PUT",
  path: "/notifications/configurations/{id}",
  tag: "Notifications",
  summary: "Change a notification rule; what is left out is kept",
  permission: { action: "config:update", resource: "event" },
  audit: {
    action: "notificationrule.updated",
    detail: ({ name, code, active, version: now }) => ({ name, code, active, version: now }),
  },
  params: idParams,
  body: z.strictObject({
    version,
    name: ruleInput.name.optional(),
    description: ruleInput.description.optional(),
    code: ruleInput.code.optional(),
    eventName: ruleInput.eventName.optional(),
    calculation: ruleInput.calculation.optional(),
    active: ruleInput.active.optional(),
    alwaysFireEvent: ruleInput.alwaysFireEvent.optional(),
    webhookIds: ruleInput.webhookIds.optional(),
    workflowIds: ruleInput.workflowIds.optional(),
  }),
  output: rule,
  errors: ["version_conflict"],
  async run({
    tx,
    actor,
    organizationId,
    params: { id },
    body: { version: given, webhookIds, workflowIds, ...change },
  }) {
    const row = await lockRule(tx, id);
    if (!row) throw missing();
    requireVersion(row.version, given);
    const values = {
      name: change.name ?? row.name,
      description: change.description ?? row.description,
      code: change.code ?? row.code,
      eventName: change.eventName ?? row.event_name,
      calculation: change.calculation ?? row.calculation,
      active: change.active ?? row.active,
      alwaysFireEvent: change.alwaysFireEvent ?? row.always_fire_event,
    };
    requireCalculation(values.calculation, values.alwaysFireEvent);
    await changeRule(tx, organizationId, id, actor.id, values).catch(codeTaken);
    const { webhook_ids, workflow_ids } = await requireRule(tx, id);
    const linked = { webhookIds: webhook_ids, workflowIds: workflow_ids };
    await linkTargets(tx, { id, organizationId, linked }, { webhookIds, workflowIds });
    return toRule(await requireRule(tx, id));
  },
});
