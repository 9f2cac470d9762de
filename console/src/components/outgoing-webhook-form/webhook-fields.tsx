import { Checkbox, NumberInput, Stack, TextInput } from "@mantine/core";
import type { OutgoingWebhookForm } from "../../lib/api/outgoing-webhooks.ts";
import { tidied } from "../../lib/paste.ts";

export const emptyWebhook: OutgoingWebhookForm = {
  name: "",
  description: "",
  url: "",
  concurrency: 50,
  requestsPerSecond: null,
  orderingKey: null,
  messageSignature: false,
};

export const webhookFieldNames = [
  "name",
  "code",
  "description",
  "url",
  "concurrency",
  "requestsPerSecond",
  "orderingKey",
];

interface WebhookFieldsProps {
  value: OutgoingWebhookForm;
  faults: Record<string, string | undefined>;
  onChange: (value: OutgoingWebhookForm) => void;
}

/** Where it sends and what it is called. */
export function WebhookFields({ value, faults, onChange }: WebhookFieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        autoFocus
        data-autofocus
        placeholder="Ledger"
        maxLength={200}
        value={value.name}
        error={faults.name ?? faults.code}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
      />
      <TextInput
        label="URL"
        type="url"
        description="Where your system listens. It must be public and begin with https."
        placeholder="https://ledger.example.com/notify"
        maxLength={2000}
        value={value.url}
        error={faults.url}
        onChange={(event) => onChange({ ...value, url: event.currentTarget.value })}
        onBlur={() => onChange({ ...value, url: tidied(value.url) })}
      />
      <TextInput
        label="Description"
        maxLength={1000}
        value={value.description}
        error={faults.description}
        onChange={(event) => onChange({ ...value, description: event.currentTarget.value })}
      />
    </>
  );
}

/** How it sends; the values that stand there suit most receivers. */
export function SendingFields({ value, faults, onChange }: WebhookFieldsProps) {
  const whole = (given: string | number) => (typeof given === "number" ? given : null);
  return (
    <Stack gap={20}>
      <NumberInput
        label="Requests at the same time"
        min={1}
        max={200}
        allowDecimal={false}
        value={value.concurrency}
        error={faults.concurrency}
        onChange={(given) => onChange({ ...value, concurrency: whole(given) ?? 1 })}
      />
      <NumberInput
        label="Requests per second at most"
        description="Leave empty for no limit."
        min={1}
        max={10_000}
        allowDecimal={false}
        value={value.requestsPerSecond ?? ""}
        error={faults.requestsPerSecond}
        onChange={(given) => onChange({ ...value, requestsPerSecond: whole(given) })}
      />
      <TextInput
        label="One after another by"
        description="Deliveries with the same value here keep their order, for example data.new.accountId. Leave empty to send each at once."
        maxLength={200}
        value={value.orderingKey ?? ""}
        error={faults.orderingKey}
        onChange={(event) => onChange({ ...value, orderingKey: event.currentTarget.value.trim() || null })}
      />
      <Checkbox
        label="Sign by RFC 9421, too"
        description="Adds Content-Digest, Signature-Input and Signature for receivers that check HTTP Message Signatures."
        checked={value.messageSignature}
        onChange={(event) => onChange({ ...value, messageSignature: event.currentTarget.checked })}
      />
    </Stack>
  );
}
