import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormActions } from "../../components/form-actions.tsx";
import { FormCard } from "../../components/form-card.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { Panel } from "../../components/panel.tsx";
import { type IntegrationForm, presetsQuery } from "../../lib/api/integrations.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { type Draft, formOf } from "./form-state.ts";
import classes from "./integrations.module.css";
import { MappingFields } from "./mapping-fields.tsx";
import { MappingPreview } from "./mapping-preview.tsx";
import { TargetFields } from "./target-fields.tsx";
import { FailureFields, WhichFields } from "./which-fields.tsx";

interface IntegrationFormCardProps {
  initial: Draft;
  submitLabel: string;
  pending: boolean;
  error: Error | null;
  onChanged: () => void;
  onSubmit: (form: IntegrationForm) => void;
  onCancel: () => void;
}

const plainSample = { id: "entity_1", name: "Example", accountId: "account_1" };
const places = [
  "entity",
  "old",
  "event.id",
  "event.eventName",
  "event.eventTime",
  "accountExternalId",
  "externalId",
  "steps",
];
const shown = /^(name|entityType|destination|destinationId|integrationCredentialsId|configData\..*)$/;

/** What is sent, where to, as which calls, and for whom; the calls are shown for a sample as one types. */
export function IntegrationFormCard(props: IntegrationFormCardProps) {
  const { initial, submitLabel, pending, error, onChanged, onSubmit, onCancel } = props;
  const { id: org } = useOrganization();
  const [draft, setDraft] = useState(initial);
  const [insist, setInsist] = useState(false);
  const all = useQuery(presetsQuery(org)).data;
  const presets = (all ?? []).filter((one) => one.destinations.includes(draft.destination));
  const preset = presets.find(({ id }) => id === draft.preset);
  const wanted = draft.entityType.trim().toLowerCase();
  const alike = preset ?? all?.find((one) => one.entityType.toLowerCase() === wanted);
  const example = JSON.stringify(alike?.sample ?? plainSample, null, 2);
  const [typed, setSample] = useState<string>();
  const sample = typed ?? example;
  const completions = useMemo(() => [...places, ...membersIn(sample)], [sample]);
  const isWebhook = draft.destination === "WEBHOOK";
  const change = (next: Partial<Draft>) => {
    onChanged();
    setDraft((old) => ({ ...old, ...renamed(old, next), ...next }));
  };
  const target = isWebhook ? draft.destinationId : draft.credentialId;
  const missing = isWebhook ? "destinationId" : "integrationCredentialsId";
  const faults: Record<string, string | undefined> = {
    ...(insist && !target ? { [missing]: isWebhook ? "Choose an outgoing webhook." : "Choose a credential." } : {}),
    ...(insist && !draft.name.trim() ? { name: "Name is needed." } : {}),
    ...faultsOf(error),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInsist(true);
    if (draft.name.trim() && draft.entityType.trim() && target) onSubmit(formOf(draft));
  };
  const fields = { draft, faults, onChange: change };
  return (
    <div className={classes.sides}>
      <FormCard title="Configuration" onSubmit={submit} onCancel={onCancel}>
        <Stack gap={20}>
          <TargetFields {...fields} preset={preset} />
          {!isWebhook && <MappingFields {...fields} presets={presets} completions={completions} />}
          <details className={classes.more} open={startsOpen(initial)}>
            <summary>Which accounts and events</summary>
            <WhichFields {...fields} />
          </details>
          <details className={classes.more}>
            <summary>When it fails</summary>
            <FailureFields {...fields} />
          </details>
          <FormProblem error={error} shown={Object.keys(faults).filter((field) => shown.test(field))} />
        </Stack>
        <FormActions pending={pending} onCancel={onCancel}>
          {submitLabel}
        </FormActions>
      </FormCard>
      {!isWebhook && (
        <Panel title="Preview" hint="What the sample becomes. Nothing is sent.">
          <MappingPreview draft={draft} sample={sample} onSample={setSample} />
        </Panel>
      )}
    </div>
  );
}

/** A name that nobody has typed follows what is sent. */
function renamed({ name, entityType }: Draft, next: Partial<Draft>): Partial<Draft> {
  const prefix = `${entityType} to `;
  if (next.entityType === undefined || !name.startsWith(prefix)) return {};
  return { name: `${next.entityType} to ${name.slice(prefix.length)}` };
}

const startsOpen = ({ allow, deny, expression, events }: Draft): boolean =>
  [...allow, ...deny, ...events, expression].some(Boolean);

/** The names that a mapping can read in the sample, such as entity.lineItems. */
function membersIn(sample: string): string[] {
  try {
    const value: unknown = JSON.parse(sample);
    if (typeof value !== "object" || value === null) return [];
    return Object.keys(value).map((key) => `entity.${key}`);
  } catch {
    return [];
  }
}
