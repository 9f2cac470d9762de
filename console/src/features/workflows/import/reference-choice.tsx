import { Select } from "@mantine/core";
import type { ReferenceNeed } from "../../../lib/api/workflow-shapes.ts";
import { OutgoingWebhookChoice } from "../outgoing-webhook-choice.tsx";
import { RuleChoice } from "../rule-choice.tsx";
import { WebhookChoice } from "../webhook-choice.tsx";

interface ReferenceChoiceProps {
  need: ReferenceNeed;
  /** The event of the document's sample. */
  sends?: string;
  value: string | null;
  onChange: (id: string | null) => void;
}

const words = {
  incomingwebhook: "Incoming webhook",
  notificationrule: "Notification rule",
  webhook: "Outgoing webhook",
  workflow: "Workflow",
};

/** A webhook, a rule or another workflow that stands in for the one of the document. */
export function ReferenceChoice({ need, sends, value, onChange }: ReferenceChoiceProps) {
  const { kind, name, credentialType, eventName, places, matches } = need;
  const label = `${words[kind]}: ${name}`;
  if (kind === "incomingwebhook")
    return (
      <WebhookChoice
        label={label}
        value={value}
        wanted={{ name, type: credentialType ?? undefined }}
        sends={places.includes("trigger.webhookId") ? sends : undefined}
        onChange={onChange}
      />
    );
  if (kind === "notificationrule")
    return <RuleChoice label={label} value={value} wanted={{ name, eventName: eventName ?? "" }} onChange={onChange} />;
  if (kind === "webhook")
    return <OutgoingWebhookChoice label={label} value={value} wanted={{ name }} onChange={onChange} />;
  return (
    <Select
      label={label}
      searchable
      clearable
      placeholder={matches.length === 0 ? "None fits yet: choose it in the builder" : "Leave it open, or choose one"}
      data={matches.map((match) => ({ value: match.id, label: match.name }))}
      value={value}
      onChange={onChange}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
