import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { CodeBlock } from "../../components/copy.tsx";
import { LazyCodeEditor } from "../../components/lazy-code-editor.tsx";
import type { MappingStep, Preset } from "../../lib/api/integrations.ts";
import { emptyStep } from "./form-state.ts";
import classes from "./integrations.module.css";
import type { DraftFieldsProps } from "./target-fields.tsx";

interface MappingFieldsProps extends DraftFieldsProps {
  presets: Preset[];
  completions: string[];
}

const own = "own";

/** The calls that an entity becomes: those of a preset, or one's own. */
export function MappingFields({ draft, faults, presets, completions, onChange }: MappingFieldsProps) {
  const preset = presets.find(({ id }) => id === draft.preset);
  const choose = (id: string | null) => {
    const chosen = presets.find((one) => one.id === id);
    if (chosen) return onChange({ preset: chosen.id, entityType: chosen.entityType, steps: [] });
    if (id === own) onChange(ownOf(preset));
  };
  return (
    <Stack gap={20}>
      {presets.length > 0 && (
        <Select
          label="Mapping"
          description="A preset is kept up to date with Credenza. Your own starts as a copy of it."
          data={[...presets.map(({ id, name }) => ({ value: id, label: name })), { value: own, label: "My own" }]}
          comboboxProps={{ withinPortal: false }}
          allowDeselect={false}
          value={draft.preset ?? own}
          error={faults["configData.preset"]}
          onChange={choose}
        />
      )}
      {preset ? (
        <PresetCalls preset={preset} onCopy={() => onChange(ownOf(preset))} />
      ) : (
        <OwnCalls draft={draft} faults={faults} completions={completions} onChange={onChange} />
      )}
    </Stack>
  );
}

const ownOf = (preset: Preset | undefined) =>
  preset
    ? {
        ...{ preset: null, steps: preset.steps, externalId: preset.externalId },
        ...{ externalTable: preset.externalTable, accountTable: preset.accountTable ?? "" },
      }
    : { preset: null, steps: [emptyStep] };

function PresetCalls({ preset, onCopy }: { preset: Preset; onCopy: () => void }) {
  return (
    <>
      {preset.steps.map((step, at) => (
        <div key={`${step.method} ${step.path} ${at.toString()}`}>
          <p className={classes.call}>
            {at + 1}. <code>{`${step.method} ${step.path}`}</code>
          </p>
          {step.mapping && <CodeBlock code={step.mapping} what={`Copy mapping of call ${at + 1}`} />}
        </div>
      ))}
      <Group>
        <Button variant="default" size="xs" onClick={onCopy}>
          Change this mapping
        </Button>
      </Group>
    </>
  );
}

function OwnCalls({ draft, faults, completions, onChange }: Omit<MappingFieldsProps, "presets">) {
  const { steps } = draft;
  const put = (at: number, step: MappingStep) => onChange({ steps: steps.with(at, step) });
  return (
    <>
      {steps.map((step, at) => (
        <StepFields
          key={at.toString()}
          number={at + 1}
          step={step}
          completions={completions}
          faults={faults}
          onChange={(changed) => put(at, changed)}
          onRemove={steps.length > 1 ? () => onChange({ steps: steps.toSpliced(at, 1) }) : undefined}
        />
      ))}
      {faults["configData.steps"] && <p className={classes.fault}>{faults["configData.steps"]}</p>}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} />}
          disabled={steps.length >= 10}
          onClick={() => onChange({ steps: [...steps, emptyStep] })}
        >
          Add a call
        </Button>
      </Group>
      <AnswerFields draft={draft} faults={faults} onChange={onChange} />
    </>
  );
}

/** What is kept of the answers. */
function AnswerFields({ draft, faults, onChange }: DraftFieldsProps) {
  return (
    <>
      <TextInput
        label="External ID"
        description="JSONata over the answers, such as steps[0].id. With it the entity is mapped and never sent twice."
        value={draft.externalId}
        error={faults["configData.externalId"]}
        onChange={(event) => onChange({ externalId: event.currentTarget.value })}
      />
      <TextInput
        label="External table"
        description="What the other side calls it, such as invoice."
        value={draft.externalTable}
        error={faults["configData.externalTable"]}
        onChange={(event) => onChange({ externalTable: event.currentTarget.value })}
      />
      <TextInput
        label="Table of accounts"
        description="Where the call needs the account's external ID: the table it is mapped in, such as customer."
        value={draft.accountTable}
        error={faults["configData.accountTable"]}
        onChange={(event) => onChange({ accountTable: event.currentTarget.value })}
      />
    </>
  );
}

interface StepFieldsProps {
  number: number;
  step: MappingStep;
  completions: string[];
  faults: Record<string, string | undefined>;
  onChange: (step: MappingStep) => void;
  onRemove?: () => void;
}

function StepFields({ number, step, completions, faults, onChange, onRemove }: StepFieldsProps) {
  const fault = (name: string) => faults[`configData.steps.${number - 1}.${name}`];
  return (
    <fieldset className={classes.step}>
      <legend>Call {number}</legend>
      <div className={classes.row}>
        <Select
          label="Method"
          data={["POST", "PUT", "PATCH"]}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          value={step.method}
          error={fault("method")}
          onChange={(method) => onChange({ ...step, method: method as MappingStep["method"] })}
        />
        <TextInput
          className={classes.path}
          label="Path"
          placeholder="/v1/invoices"
          value={step.path}
          error={fault("path")}
          onChange={(event) => onChange({ ...step, path: event.currentTarget.value })}
        />
        <Select
          label="Body as"
          data={[
            { value: "json", label: "JSON" },
            { value: "form", label: "Form" },
          ]}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          value={step.format}
          onChange={(format) => onChange({ ...step, format: format as MappingStep["format"] })}
        />
      </div>
      <LazyCodeEditor
        label={`Mapping of call ${number}`}
        value={step.mapping ?? ""}
        completions={completions}
        onChange={(mapping) => onChange({ ...step, mapping: mapping || undefined })}
      />
      {fault("mapping") && <p className={classes.fault}>{fault("mapping")}</p>}
      {onRemove && (
        <Group>
          <Button variant="default" size="xs" onClick={onRemove}>
            Remove call {number}
          </Button>
        </Group>
      )}
    </fieldset>
  );
}
