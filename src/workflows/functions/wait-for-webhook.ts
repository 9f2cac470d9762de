import { defineFunction, StepFailure } from "../../define/function.ts";
import { findIncomingWebhook } from "../../store/incoming-webhooks.ts";
import { longestWait } from "./longest-wait.ts";

export default defineFunction({
  id: "flow.waitForWebhook",
  name: "Wait for a webhook",
  category: "Flow",
  summary: "Goes on when a verified message arrives at an incoming webhook, one that fits if you say how.",
  inputs: {
    webhookId: { kind: "incomingwebhook", label: "Incoming webhook", required: true },
    path: { kind: "text", label: "Path in the body", placeholder: "data.object.id" },
    equals: { kind: "text", label: "Value that stands there" },
    timeoutSeconds: longestWait,
  },
  output: {
    body: { label: "Body of the message", kind: "json" },
    headers: { label: "Headers", kind: "json" },
    messageId: { label: "Message id", kind: "text" },
  },
  errors: {
    webhook_unknown: "There is no such incoming webhook in the organization.",
    wait_timed_out: "No message that fits came in time.",
  },
  repetition: "The wait is stored: a restart does not lose it, and one message ends it.",
  example: {
    webhookId: { value: "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10" },
    path: { value: "order.id" },
    equals: { expression: "$trigger.body.order" },
  },
  run: async ({ inputs, keptInputs, context, organizationId }) => {
    const { webhookId, path, equals, timeoutSeconds } = inputs;
    const seconds = Number(timeoutSeconds);
    if ((path === undefined) !== (equals === undefined)) {
      throw new StepFailure("input_invalid", "Give both a path and the value that stands there, or neither.");
    }
    if (String(equals).includes("\u0000"))
      throw new StepFailure("input_invalid", "Value that stands there: It holds a character that cannot be stored.");
    if (keptInputs.equals !== equals) {
      throw new StepFailure("input_invalid", "A sealed parameter cannot be waited for: the value is stored as it is.");
    }
    const found = await context.store.inOrganization(organizationId, (tx) =>
      findIncomingWebhook(tx, String(webhookId)),
    );
    if (!found) throw new StepFailure("webhook_unknown", "There is no such incoming webhook. Choose another one.");
    const match = path === undefined ? undefined : { path: String(path), equals: String(equals) };
    const until = new Date(context.now() + seconds * 1000);
    return { wait: { until, webhook: { webhookId: String(webhookId), match } } };
  },
});
