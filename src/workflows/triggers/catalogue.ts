import type { TriggerType } from "../../store/workflow-tables.ts";
import type { Json } from "../definition.ts";

export interface TriggerEntry {
  type: TriggerType;
  name: string;
  summary: string;
  members: { name: string; label: string; required: boolean }[];
  /** What `$trigger` looks like. */
  sample: Json;
}

const id = "0193f0aa-7a52-7cc0-8d0e-1f6d2f9c9a10";
const time = "2026-01-31T09:00:00.000Z";

export const triggers: TriggerEntry[] = [
  {
    type: "webhook",
    name: "Incoming webhook",
    summary: "A verified request to an incoming webhook. The same event of the sender starts one run.",
    members: [
      { name: "webhookId", label: "Incoming webhook", required: true },
      { name: "filter", label: "Filter", required: false },
    ],
    sample: {
      type: "webhook",
      messageId: id,
      webhookId: id,
      receivedAt: time,
      eventId: "evt_1",
      eventType: "invoice.payment_failed",
      method: "POST",
      query: {},
      headers: { "content-type": "application/json" },
      body: { id: "evt_1", type: "invoice.payment_failed", data: { object: { customer: "cus_1", amount_due: 4900 } } },
    },
  },
  {
    type: "notification",
    name: "Event notification",
    summary: "An event that a notification rule lets through.",
    members: [
      { name: "ruleId", label: "Notification rule", required: false },
      { name: "filter", label: "Filter", required: false },
    ],
    sample: {
      type: "notification",
      eventId: id,
      eventName: "billing.balance.updated",
      eventTime: time,
      rule: { id, code: "balance-low", name: "Balance low" },
      data: { new: { accountId: id, amountSpent: 95 }, old: { amountSpent: 80 } },
    },
  },
  {
    type: "schedule",
    name: "Schedule",
    summary: "Times as a cron line, in a time zone. Each time starts one run, however many processes there are.",
    members: [
      { name: "cron", label: "Times", required: true },
      { name: "timeZone", label: "Time zone", required: false },
    ],
    sample: { type: "schedule", scheduledAt: time },
  },
  {
    type: "manual",
    name: "By hand",
    summary: "Someone starts it, in the Console or by the API, with an input.",
    members: [{ name: "sample", label: "Sample", required: false }],
    sample: { type: "manual", body: {} },
  },
  {
    type: "workflow",
    name: "Another workflow",
    summary: "A step of another workflow starts it and may wait for what it gives.",
    members: [{ name: "sample", label: "Sample", required: false }],
    sample: { type: "workflow", runId: id, body: {} },
  },
];
