import { defineFunction, StepFailure } from "../../define/function.ts";

const eventName = "workflow.message";

export default defineFunction({
  id: "webhook.send",
  name: "Send to an outgoing webhook",
  category: "Messages",
  summary: "Signs the data and delivers it, again and again until the receiver takes it.",
  inputs: {
    webhookId: { kind: "webhook", label: "Outgoing webhook", required: true },
    data: { kind: "json", label: "Data", required: true },
  },
  output: { deliveryId: { label: "Delivery id", kind: "text" } },
  errors: {
    webhook_deactivated: "The outgoing webhook is switched off or gone.",
  },
  repetition:
    "The message has the step's idempotency key as its id: a receiver that drops ids it has seen takes it once.",
  example: { webhookId: { value: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10" }, data: { expression: "$trigger.body" } },
  run: async ({ context, organizationId, workflowId, runId, stepId, keptInputs: inputs, idempotencyKey, depth }) => {
    const body = {
      id: idempotencyKey,
      eventName,
      eventTime: new Date(context.now()).toISOString(),
      organizationId,
      workflow: { id: workflowId, runId, stepId },
      data: inputs.data,
    };
    const to = { organizationId, webhookId: String(inputs.webhookId) };
    const message = { ...to, eventId: null, eventName, body, depth: depth + 1 };
    const [deliveryId] = await context.store.inOrganization(organizationId, (tx) =>
      context.deliveries.enqueue(tx, [message]),
    );
    if (!deliveryId) throw new StepFailure("webhook_deactivated", "The outgoing webhook is switched off or gone.");
    return { output: { deliveryId } };
  },
});
