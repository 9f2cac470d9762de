import { Autocomplete, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormActions } from "../../components/form-actions.tsx";
import { FormCard } from "../../components/form-card.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import type { EventTypeForm } from "../../lib/api/event-types.ts";
import { eventNamesQuery } from "../../lib/api/events.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { SchemaField } from "./schema-field.tsx";

interface EventTypeFormCardProps {
  submitLabel: string;
  initial: EventTypeForm;
  /** The name of a type that exists stays. */
  isNew: boolean;
  pending: boolean;
  error: Error | null;
  onSubmit: (form: EventTypeForm) => void;
  onCancel: () => void;
}

const asObject = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/** Name, a sentence, and the schema as JSON. */
export function EventTypeFormCard(props: EventTypeFormCardProps) {
  const { submitLabel, initial, isNew, pending, error, onSubmit, onCancel } = props;
  const { id: org } = useOrganization();
  const names = useQuery({ ...eventNamesQuery(org), enabled: isNew });
  const [form, setForm] = useState({ ...initial, schema: JSON.stringify(initial.schema, null, 2) });
  const [notJson, setNotJson] = useState(false);
  const faults = faultsOf(error);
  const [schemaFault] = Object.entries(faults).filter(([field]) => /^schema(\.|$)/.test(field));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const schema = asObject(form.schema);
    setNotJson(schema === undefined);
    if (schema && form.eventName.trim()) onSubmit({ ...form, schema });
  };
  return (
    <FormCard title="Event type details" onSubmit={submit} onCancel={onCancel}>
      <Stack gap={20}>
        {isNew ? (
          <Autocomplete
            label="Event"
            description="Words joined by dots, such as shop.order.created."
            autoFocus
            openOnFocus={false}
            data={names.data?.events ?? []}
            limit={50}
            value={form.eventName}
            error={faults.eventName}
            onChange={(eventName) => setForm({ ...form, eventName })}
          />
        ) : (
          <TextInput label="Event" readOnly value={form.eventName} />
        )}
        <Textarea
          label="Description"
          description="What such an event tells, in a sentence."
          autosize
          maxLength={2000}
          value={form.description}
          error={faults.description}
          onChange={(event) => setForm({ ...form, description: event.currentTarget.value })}
        />
        <SchemaField
          eventName={form.eventName}
          value={form.schema}
          error={notJson ? "Write a JSON object. A comma or a quote may be missing." : schemaFault?.join(": ")}
          onChange={(schema) => setForm({ ...form, schema })}
        />
        <FormProblem error={error} shown={["eventName", "description", schemaFault?.[0] ?? "schema"]} />
      </Stack>
      <FormActions pending={pending} disabled={!form.eventName.trim()} onCancel={onCancel}>
        {submitLabel}
      </FormActions>
    </FormCard>
  );
}
