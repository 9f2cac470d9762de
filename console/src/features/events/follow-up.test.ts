import { expect, it } from "vitest";
import { followUpOf } from "./follow-up.ts";

const id = "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10";
const event = (eventName: string, newDto: object | undefined) => ({
  ...{ id, eventName, eventTime: "", dtActioned: null },
  m3terEvent: { eventData: newDto ? { newDto } : { oldDto: { id } } },
});
const missingMapping = { m3terEntity: "Account", m3terId: "a 1", externalTable: "customer" };

it.each<[string, object | undefined, string | undefined]>([
  ["integration.perform.error", { integrationRunId: id, integrationConfigId: id }, `/integration-runs/${id}`],
  ["integration.disabled.error", { integrationConfigId: id }, `/integrations/${id}`],
  ["integration.validation.error", { notificationId: id }, `/notification-rules/${id}`],
  [
    "integration.missingaccountmapping.error",
    { integrationRunId: id, destination: "STRIPE", missingMapping },
    "/external-mappings?entity=Account&entityId=a+1&to=STRIPE&table=customer",
  ],
  ["configuration.credential.updated", { id }, `/credentials/${id}`],
  ["configuration.credential.deleted", undefined, undefined],
  ["configuration.account.created", { id }, undefined],
  ["webhook.paused", { id }, `/outgoing-webhooks/${id}`],
  ["workflow.run.failed", { id }, `/workflow-runs/${id}`],
  ["credential.expiring", { id }, `/credentials/${id}`],
  ["user.order.created", { id }, undefined],
  ["configuration.credential.updated", { id: "../x" }, undefined],
])("%s with %j leads to %s", (eventName, newDto, path) => {
  expect(followUpOf(event(eventName, newDto))?.path).toBe(path);
});
