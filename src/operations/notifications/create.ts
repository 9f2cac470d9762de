import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertRule } from "../../store/notification-rules.ts";
import { linkTargets } from "./link-targets.ts";
import { codeTaken, requireCalculation, requireRule, rule, ruleInput, toRule } from "./shapes.ts";

export default operation({
  id: "notifications.create",
  method: "POST",
  path: "/notifications/configurations",
  tag: "Notifications",
  summary: "Create a notification rule",
  permission: { action: "config:create", resource: "event" },
  audit: { action: "notificationrule.created", detail: ({ name, code, eventName }) => ({ name, code, eventName }) },
  body: z.strictObject({
    ...ruleInput,
    calculation: ruleInput.calculation.default(""),
    active: ruleInput.active.default(false),
    alwaysFireEvent: ruleInput.alwaysFireEvent.default(false),
    webhookIds: ruleInput.webhookIds.default([]),
    workflowIds: ruleInput.workflowIds.default([]),
    version: z.int().optional(),
  }),
  example: {
    name: "Large order",
    description: "An order of more than 100",
    code: "large_order",
    eventName: "orders.order.created",
    calculation: "new.amount > 100",
  },
  output: rule,
  async run({ tx, actor, organizationId, body: { webhookIds, workflowIds, ...values } }) {
    requireCalculation(values.calculation, values.alwaysFireEvent);
    const id = newId();
    await insertRule(tx, { ...values, id, organizationId, actorId: actor.id }).catch(codeTaken);
    const linked = { webhookIds: [], workflowIds: [] };
    await linkTargets(tx, { id, organizationId, linked }, { webhookIds, workflowIds });
    return toRule(await requireRule(tx, id));
  },
});
