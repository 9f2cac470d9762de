import { Group, NumberInput } from "@mantine/core";
import type { Step } from "../../../lib/api/workflow-shapes.ts";

interface RetryFieldsProps {
  step: Step;
  onChange: (step: Step) => void;
}

/** How often a failed call is made again, and how long one may take. */
export function RetryFields({ step, onChange }: RetryFieldsProps) {
  return (
    <>
      <AttemptFields step={step} onChange={onChange} />
      {step.retry && step.retry.attempts > 1 && <PauseFields step={step} retry={step.retry} onChange={onChange} />}
    </>
  );
}

interface PauseFieldsProps extends RetryFieldsProps {
  retry: NonNullable<Step["retry"]>;
}

/** How long a failed call rests before it is made again. */
function PauseFields({ step, retry, onChange }: PauseFieldsProps) {
  const set = (change: Partial<typeof retry>) => onChange({ ...step, retry: { ...retry, ...change } });
  return (
    <Group grow align="flex-start">
      <NumberInput
        label="First pause"
        description="In seconds."
        min={1}
        max={86_400}
        allowDecimal={false}
        placeholder="5"
        value={retry.firstDelaySeconds ?? ""}
        onChange={(given) => set({ firstDelaySeconds: typeof given === "number" ? given : undefined })}
      />
      <NumberInput
        label="Longer each time"
        description="Times the last pause."
        min={1}
        max={10}
        placeholder="2"
        value={retry.factor ?? ""}
        onChange={(given) => set({ factor: typeof given === "number" ? given : undefined })}
      />
    </Group>
  );
}

function AttemptFields({ step, onChange }: RetryFieldsProps) {
  return (
    <Group grow align="flex-start">
      <NumberInput
        label="Attempts"
        description="Of a failed call, in all."
        min={1}
        max={20}
        allowDecimal={false}
        placeholder="1"
        value={step.retry?.attempts ?? ""}
        onChange={(given) =>
          onChange({ ...step, retry: typeof given === "number" ? { ...step.retry, attempts: given } : undefined })
        }
      />
      <NumberInput
        label="Time limit"
        description="In seconds."
        min={1}
        max={600}
        allowDecimal={false}
        placeholder="30"
        value={step.timeoutSeconds ?? ""}
        onChange={(given) => onChange({ ...step, timeoutSeconds: typeof given === "number" ? given : undefined })}
      />
    </Group>
  );
}
