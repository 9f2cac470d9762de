import type { TriggerType } from "../../../lib/api/workflow-shapes.ts";

export const triggerTypes: { value: TriggerType; label: string }[] = [
  { value: "webhook", label: "When a webhook comes in" },
  { value: "notification", label: "When a notification rule fires" },
  { value: "schedule", label: "By schedule" },
  { value: "manual", label: "By hand" },
  { value: "workflow", label: "From another workflow" },
];

export const triggerWords = (type: TriggerType): string =>
  triggerTypes.find(({ value }) => value === type)?.label ?? type;
