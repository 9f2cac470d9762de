import { NumberInput } from "@mantine/core";
import type { Definition, Fault } from "../../../lib/api/workflow-shapes.ts";
import { ExpressionField } from "./expression-field.tsx";
import classes from "./panel.module.css";
import type { Sample } from "./sample.ts";
import { FaultList } from "./step-panel.tsx";

type Settings = NonNullable<Definition["settings"]>;

interface SettingsPanelProps {
  settings: Settings;
  faults: Fault[];
  sample: Sample;
  onChange: (settings: Settings) => void;
}

const secondsPerHour = 3600;

/** How runs share the road, how long they may take and how long they are kept. */
export function SettingsPanel({ settings, faults, sample, onChange }: SettingsPanelProps) {
  const set = <K extends keyof Settings>(name: K, value: Settings[K]) => {
    const { [name]: _, ...others } = settings;
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  const whole = (given: string | number) => (typeof given === "number" ? given : undefined);
  const hours = whole((settings.maxRunSeconds ?? 24 * secondsPerHour) / secondsPerHour);
  return (
    <div className={classes.panel}>
      <NumberInput
        label="Runs at the same time"
        description="Others wait for their turn. Leave it empty for no limit."
        min={1}
        max={1000}
        allowDecimal={false}
        value={settings.concurrency ?? ""}
        onChange={(given) => set("concurrency", whole(given))}
      />
      <div>
        <div className={classes.label}>Keep in order</div>
        <p className={classes.help}>
          An expression, e.g. the customer. Runs for which it gives the same go one after the other.
        </p>
        <ExpressionField
          label="Keep in order"
          value={settings.orderingKey ?? ""}
          error={faults.find(({ place }) => place === "settings.orderingKey")?.message}
          completions={["$trigger.body", "$trigger.eventId"]}
          sample={sample}
          onChange={(expression) => set("orderingKey", expression || undefined)}
        />
      </div>
      <NumberInput
        label="Longest run"
        description="In hours, waits included. A run that takes longer fails."
        min={1 / secondsPerHour}
        decimalScale={4}
        value={hours}
        onChange={(given) => {
          const value = whole(given);
          set("maxRunSeconds", value === undefined ? undefined : Math.max(1, Math.round(value * secondsPerHour)));
        }}
      />
      <NumberInput
        label="Keep runs"
        description="In days, with what went in and came out."
        min={1}
        allowDecimal={false}
        value={settings.keepDays ?? 30}
        onChange={(given) => set("keepDays", whole(given))}
      />
      <FaultList faults={faults} />
    </div>
  );
}
