import { Group, NumberInput, type NumberInputProps } from "@mantine/core";
import type { Step } from "../../../lib/api/workflow-shapes.ts";

interface RetryFieldsProps {
  step: Step;
  onChange: (step: Step) => void;
}

/** How often a failed call is made again and after which pauses, and how long one may take. */
export function RetryFields({ step, onChange }: RetryFieldsProps) {
  const { retry, timeoutSeconds } = step;
  return (
    <>
      <Group grow align="flex-start">
        <OptionalNumber
          label="Attempts"
          description="Of a failed call, in all."
          max={20}
          placeholder="1"
          given={retry?.attempts}
          onGiven={(attempts) =>
            onChange({ ...step, retry: attempts === undefined ? undefined : { ...retry, attempts } })
          }
        />
        <OptionalNumber
          label="Time limit"
          description="In seconds."
          max={600}
          placeholder="30"
          given={timeoutSeconds}
          onGiven={(seconds) => onChange({ ...step, timeoutSeconds: seconds })}
        />
      </Group>
      {retry && retry.attempts > 1 && (
        <Group grow align="flex-start">
          <OptionalNumber
            label="First pause"
            description="In seconds."
            max={86_400}
            placeholder="5"
            given={retry.firstDelaySeconds}
            onGiven={(firstDelaySeconds) => onChange({ ...step, retry: { ...retry, firstDelaySeconds } })}
          />
          <OptionalNumber
            label="Longer each time"
            description="Times the last pause."
            max={10}
            allowDecimal
            placeholder="2"
            given={retry.factor}
            onGiven={(factor) => onChange({ ...step, retry: { ...retry, factor } })}
          />
        </Group>
      )}
    </>
  );
}

interface OptionalNumberProps extends NumberInputProps {
  given: number | undefined;
  onGiven: (value: number | undefined) => void;
}

/** A whole number from 1 on, unless told otherwise, or nothing. */
function OptionalNumber({ given, onGiven, ...props }: OptionalNumberProps) {
  return (
    <NumberInput
      min={1}
      allowDecimal={false}
      {...props}
      value={given ?? ""}
      onChange={(value) => onGiven(typeof value === "number" ? value : undefined)}
    />
  );
}
