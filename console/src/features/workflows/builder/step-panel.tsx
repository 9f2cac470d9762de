import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { CodeBlock } from "../../../components/copy.tsx";
import type { Fault, Step, StepFunction, Trial } from "../../../lib/api/workflow-shapes.ts";
import { tryFunction } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { isMissing } from "./fault-marks.ts";
import { InputField } from "./input-field.tsx";
import classes from "./panel.module.css";
import { RetryFields } from "./retry-fields.tsx";
import type { Sample } from "./sample.ts";
import { StepCredential } from "./step-credential.tsx";

interface StepPanelProps {
  step: Step;
  fn: StepFunction | undefined;
  faults: Fault[];
  /** Just added: what is not filled in yet is no fault of anybody. */
  isNew: boolean;
  completions: string[];
  sample: Sample;
  onChange: (step: Step) => void;
  onRemove: () => void;
  onOpenBody: () => void;
}

/** Everything that is set on one step; its form comes from the function. */
export function StepPanel(props: StepPanelProps) {
  const { step, fn, isNew, completions, sample, onChange, onRemove, onOpenBody } = props;
  const faults = isNew ? props.faults.filter((fault) => !isMissing(fault)) : props.faults;
  const faultAt = (ending: string) => faults.find(({ place }) => place.endsWith(ending))?.message;
  const besideFields = new Set(["credentialId", ...(fn?.inputs.map(({ name }) => `inputs.${name}`) ?? [])]);
  const others = faults.filter(({ place }) => ![...besideFields].some((field) => place.endsWith(`.${field}`)));
  const setInput = (name: string, binding: Step["inputs"][string] | undefined) => {
    const { [name]: _, ...others } = step.inputs;
    onChange({ ...step, inputs: binding ? { ...others, [name]: binding } : others });
  };
  return (
    <div className={classes.panel}>
      <p className={classes.help}>{fn?.summary ?? "This server does not know the function of this step."}</p>
      <TextInput
        label="Name"
        placeholder={fn?.name}
        maxLength={200}
        value={step.name ?? ""}
        onChange={(event) => onChange({ ...step, name: event.currentTarget.value || undefined })}
      />
      {fn?.credential && (
        <StepCredential
          fn={fn}
          value={step.credentialId ?? null}
          error={faultAt(".credentialId")}
          onChange={(credentialId) => onChange({ ...step, credentialId })}
        />
      )}
      {fn?.inputs.map((input) => (
        <InputField
          key={input.name}
          input={input}
          binding={step.inputs[input.name]}
          error={faultAt(`.inputs.${input.name}`)}
          completions={completions}
          sample={sample}
          onChange={(binding) => setInput(input.name, binding)}
        />
      ))}
      {fn?.loop && (
        <Button variant="default" onClick={onOpenBody}>
          Edit the steps of the loop
        </Button>
      )}
      {(fn?.retryable || step.retry || step.timeoutSeconds !== undefined) && (
        <RetryFields step={step} onChange={onChange} />
      )}
      {fn && <TryIt step={step} sample={sample} isLoop={fn.loop} />}
      <FaultList faults={others} />
      <Group justify="space-between">
        <span className={classes.help}>
          Used in expressions as <code>$steps.{step.id}</code>
        </span>
        <Button variant="default" c="var(--bad)" size="xs" onClick={onRemove}>
          Remove step
        </Button>
      </Group>
    </div>
  );
}

/** Runs the function once with the real credential, on the sample. */
function TryIt({ step, sample, isLoop }: Pick<StepPanelProps, "step" | "sample"> & { isLoop: boolean }) {
  const { id: org } = useOrganization();
  const trial = useMutation({
    mutationFn: () =>
      tryFunction(org, {
        function: step.function,
        ...(step.credentialId ? { credentialId: step.credentialId } : {}),
        inputs: step.inputs,
        sample,
      }),
  });
  return (
    <Stack gap={8}>
      <div>
        <Button variant="default" size="xs" loading={trial.isPending} onClick={() => trial.mutate()}>
          Try this step now
        </Button>
      </div>
      {isLoop && <p className={classes.help}>Counts the items. The steps of the loop are tried one by one.</p>}
      {trial.data && <TrialAnswer trial={trial.data} />}
      {trial.error && <p className={classes.error}>{trial.error.message}</p>}
    </Stack>
  );
}

function TrialAnswer({ trial }: { trial: Trial }) {
  const error = typeof trial.error === "string" ? trial.error : trial.error?.message;
  if (!trial.ok) return <p className={classes.error}>{error ?? "The step failed."}</p>;
  return (
    <div role="status">
      <p className={classes.help}>Worked in {trial.durationMs.toLocaleString()} ms.</p>
      <CodeBlock code={JSON.stringify(trial.output, null, 2) ?? "null"} what="Copy what it gave" />
    </div>
  );
}

interface FaultListProps {
  faults: Fault[];
  /** Names of steps, where the list is about several. */
  titles?: ReadonlyMap<string, string>;
}

export function FaultList({ faults, titles }: FaultListProps) {
  if (faults.length === 0) return null;
  return (
    <ul className={classes.faults} aria-label="To mend">
      {faults.map((fault) => (
        <li key={`${fault.place} ${fault.code}`} data-severity={fault.severity}>
          {titles && fault.stepId && `${titles.get(fault.stepId) ?? fault.stepId}: `}
          {fault.message}
        </li>
      ))}
    </ul>
  );
}
