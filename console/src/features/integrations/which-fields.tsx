import { NumberInput, Stack, TagsInput, TextInput } from "@mantine/core";
import type { DraftFieldsProps } from "./target-fields.tsx";

/** Which accounts and events count; empty: all. */
export function WhichFields({ draft, faults, onChange }: DraftFieldsProps) {
  const fault = (name: string) => faultBelow(faults, `configData.${name}`);
  const tags = { comboboxProps: { withinPortal: false }, splitChars: [",", " "] };
  return (
    <Stack gap={20} mt={16}>
      <TagsInput
        {...tags}
        label="Only these accounts"
        description="Ids, Enter after each. Empty: all accounts."
        value={draft.allow}
        error={fault("accountFilter.allow")}
        onChange={(allow) => onChange({ allow })}
      />
      <TagsInput
        {...tags}
        label="Never these accounts"
        value={draft.deny}
        error={fault("accountFilter.deny")}
        onChange={(deny) => onChange({ deny })}
      />
      <TextInput
        label="Only accounts where"
        description="A calculation over the account, such as currency == 'EUR' AND customFields.tier > 2"
        value={draft.expression}
        error={fault("accountFilter.expression")}
        onChange={(event) => onChange({ expression: event.currentTarget.value })}
      />
      <TagsInput
        {...tags}
        label="Only these events"
        description="Names such as billing.bill.approved. Empty: every event of the entity but its deletion."
        value={draft.events}
        error={fault("events")}
        onChange={(events) => onChange({ events })}
      />
    </Stack>
  );
}

/** When to stop trying, and who hears of it. */
export function FailureFields({ draft, faults, onChange }: DraftFieldsProps) {
  return (
    <Stack gap={20} mt={16}>
      <NumberInput
        label="Disable after failed runs in a row"
        description="Empty: as the organization's settings say."
        min={1}
        max={1000}
        allowDecimal={false}
        value={draft.maxFailures ?? ""}
        error={faults["configData.maxFailures"]}
        onChange={(given) => onChange({ maxFailures: typeof given === "number" ? given : null })}
      />
      <TagsInput
        label="Tell by e-mail"
        description="Addresses, Enter after each. Empty: as the organization's settings say."
        comboboxProps={{ withinPortal: false }}
        splitChars={[",", " "]}
        value={draft.notify}
        error={faultBelow(faults, "configData.notify")}
        onChange={(notify) => onChange({ notify })}
      />
    </Stack>
  );
}

/** The first fault of a field or of a member of it. */
function faultBelow(faults: Record<string, string | undefined>, name: string): string | undefined {
  return Object.entries(faults).find(([field]) => field === name || field.startsWith(`${name}.`))?.[1];
}
