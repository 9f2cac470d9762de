import { Autocomplete, Checkbox, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { eventNamesQuery } from "../../lib/api/events.ts";
import type { RuleForm } from "../../lib/api/notification-rules.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { faultsOf } from "../faults.ts";
import { FormActions } from "../form-actions.tsx";
import { FormCard } from "../form-card.tsx";
import { FormProblem } from "../form-problem.tsx";
import { CalculationField } from "./calculation-field.tsx";
import { TargetFields } from "./target-fields.tsx";
import { TryOut } from "./try-out.tsx";

interface RuleFormCardProps {
  title: string;
  submitLabel: string;
  initial: RuleForm;
  /** Without those who hear of it: whoever opened the dialog does. */
  inDialog?: boolean;
  pending: boolean;
  error: Error | null;
  onSubmit: (form: RuleForm) => void;
  onCancel: () => void;
}

const codeOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+/, "")
    .slice(0, 80);

/** Name, event and condition; the condition can be tried against past events of that name. */
export function RuleFormCard(props: RuleFormCardProps) {
  const { title, submitLabel, initial, inDialog, pending, error, onSubmit, onCancel } = props;
  const { id: org } = useOrganization();
  const [form, setForm] = useState(initial);
  const names = useQuery(eventNamesQuery(org));
  const faults = faultsOf(error);
  const code = form.code || codeOf(form.name);
  const complete = form.name.trim() && form.description.trim() && form.eventName.trim() && code;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) onSubmit({ ...form, code });
  };
  return (
    <FormCard title={title} inDialog={inDialog} onSubmit={submit} onCancel={onCancel}>
      <Stack gap={20}>
        <TextInput
          label="Name"
          placeholder="Balance nearly used up"
          autoFocus
          data-autofocus
          maxLength={200}
          value={form.name}
          error={faults.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <TextInput
          label="Code"
          description="What messages call the rule. It follows the name unless you change it."
          maxLength={80}
          value={code}
          error={faults.code}
          onChange={(event) => setForm({ ...form, code: event.currentTarget.value })}
        />
        <TextInput
          label="Description"
          maxLength={2000}
          value={form.description}
          error={faults.description}
          onChange={(event) => setForm({ ...form, description: event.currentTarget.value })}
        />
        <Autocomplete
          label="Event"
          description="Choose a name, or write one of your own, such as shop.order.created."
          data={names.data?.events ?? []}
          limit={50}
          value={form.eventName}
          error={faults.eventName}
          onChange={(eventName) => setForm({ ...form, eventName })}
        />
        <CalculationField
          eventName={form.eventName}
          value={form.calculation}
          error={faults.calculation}
          onChange={(calculation) => setForm({ ...form, calculation })}
        />
        <TryOut eventName={form.eventName} calculation={form.calculation} />
        {!inDialog && (
          <TargetFields value={form} faults={faults} onChange={(targets) => setForm({ ...form, ...targets })} />
        )}
        <Checkbox
          label="Fire on every such event"
          description="Whatever the calculation says."
          checked={form.alwaysFireEvent}
          onChange={(event) => setForm({ ...form, alwaysFireEvent: event.currentTarget.checked })}
        />
        <Checkbox
          label="Active"
          checked={form.active}
          onChange={(event) => setForm({ ...form, active: event.currentTarget.checked })}
        />
        <FormProblem
          error={error}
          shown={["name", "code", "description", "eventName", "calculation", "webhookIds", "workflowIds"]}
        />
      </Stack>
      <FormActions pending={pending} disabled={!complete} onCancel={onCancel}>
        {submitLabel}
      </FormActions>
    </FormCard>
  );
}
