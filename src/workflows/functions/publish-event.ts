import { defineFunction } from "../../define/function.ts";

export default defineFunction({
  id: "event.publish",
  name: "Publish an event",
  category: "Credenza",
  summary: "Publishes an event of your own; notification rules see it as they see any other.",
  inputs: {
    eventName: { kind: "text", label: "Event name", required: true, placeholder: "billing.payment.failed" },
    data: { kind: "json", label: "Data", help: "Names and values; what rules read stands in new." },
  },
  output: { eventId: { label: "Event id", kind: "text" } },
  repetition: "The event carries the step's idempotency key: a repetition publishes no second one.",
  example: {
    eventName: { value: "billing.payment.failed" },
    data: { expression: '{"new": {"id": $trigger.body.id}}' },
  },
  run: async ({ context, organizationId, keptInputs: inputs, idempotencyKey, depth }) => {
    const isNamed = typeof inputs.data === "object" && inputs.data !== null && !Array.isArray(inputs.data);
    const data = isNamed ? (inputs.data as Record<string, unknown>) : { new: { value: inputs.data ?? null } };
    const event = { organizationId, eventName: String(inputs.eventName), data, idempotencyKey, depth: depth + 1 };
    const [eventId] = await context.store.inOrganization(organizationId, async (tx) => {
      await context.eventTypes.requireMatches(tx, [event], () => "data");
      return context.events.publish(tx, [event]);
    });
    return { output: { eventId: eventId ?? null } };
  },
});
