import { Select, TextInput } from "@mantine/core";
import type { Fault, Trigger, TriggerType } from "../../../lib/api/workflow-shapes.ts";
import { RuleChoice } from "../rule-choice.tsx";
import { WebhookChoice } from "../webhook-choice.tsx";
import { membersOf } from "./completions.ts";
import { ExpressionField } from "./expression-field.tsx";
import { NextTimes } from "./next-times.tsx";
import classes from "./panel.module.css";
import type { Sample } from "./sample.ts";
import { SampleField } from "./sample-field.tsx";
import { FaultList } from "./step-panel.tsx";
import { triggerTypes } from "./trigger-words.ts";

interface TriggerPanelProps {
  workflowId: string;
  trigger: Trigger;
  /** What expressions are tried on. */
  sample: Sample;
  faults: Fault[];
  onChange: (trigger: Trigger) => void;
}

const besideFields = new Set(["webhookId", "ruleId", "cron", "timeZone", "filter"].map((field) => `trigger.${field}`));

/** What starts a run, and the sample that the builder tries expressions on. */
export function TriggerPanel({ workflowId, trigger, sample: tried, faults, onChange }: TriggerPanelProps) {
  const faultAt = (ending: string) => faults.find(({ place }) => place.endsWith(ending))?.message;
  const filtered = trigger.type === "webhook" || trigger.type === "notification";
  const change = (type: string | null) => {
    if (!type) return;
    const { next, position, sample } = trigger;
    const own = {
      webhook: { webhookId: null },
      notification: { ruleId: null },
      schedule: { cron: "0 8 * * *", timeZone: "UTC" },
    };
    onChange({ type: type as TriggerType, next, position, sample, ...own[type as keyof typeof own] });
  };
  return (
    <div className={classes.panel}>
      <Select
        label="A run starts"
        data={triggerTypes}
        value={trigger.type}
        allowDeselect={false}
        onChange={change}
        comboboxProps={{ withinPortal: false }}
      />
      {trigger.type === "webhook" && (
        <WebhookChoice
          workflowId={workflowId}
          value={trigger.webhookId ?? null}
          error={faultAt("trigger.webhookId")}
          onChange={(webhookId) => onChange({ ...trigger, webhookId })}
        />
      )}
      {trigger.type === "notification" && (
        <RuleChoice
          value={trigger.ruleId ?? null}
          error={faultAt("trigger.ruleId")}
          onChange={(ruleId) => onChange({ ...trigger, ruleId })}
        />
      )}
      {trigger.type === "schedule" && <ScheduleFields trigger={trigger} faultAt={faultAt} onChange={onChange} />}
      {filtered && (
        <div>
          <div className={classes.label}>Only if</div>
          <p className={classes.help}>An expression; leave it empty to start with each.</p>
          <ExpressionField
            label="Only if"
            value={trigger.filter ?? ""}
            error={faultAt("trigger.filter")}
            completions={membersOf(tried.trigger, "$trigger")}
            sample={tried}
            onChange={(filter) => onChange({ ...trigger, filter: filter || undefined })}
          />
        </div>
      )}
      <SampleField workflowId={workflowId} trigger={trigger} onChange={(sample) => onChange({ ...trigger, sample })} />
      <FaultList faults={faults.filter(({ place }) => !besideFields.has(place))} />
    </div>
  );
}

function ScheduleFields({
  trigger,
  faultAt,
  onChange,
}: Pick<TriggerPanelProps, "trigger" | "onChange"> & { faultAt: (ending: string) => string | undefined }) {
  return (
    <>
      <TextInput
        label="When"
        description="Minute, hour, day, month, weekday: 0 8 * * 1 is each Monday at 8."
        value={trigger.cron ?? ""}
        error={faultAt("trigger.cron")}
        onChange={(event) => onChange({ ...trigger, cron: event.currentTarget.value })}
      />
      <Select
        label="Time zone"
        searchable
        limit={100}
        data={["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]}
        value={trigger.timeZone ?? "UTC"}
        error={faultAt("trigger.timeZone")}
        onChange={(timeZone) => onChange({ ...trigger, timeZone: timeZone ?? "UTC" })}
        comboboxProps={{ withinPortal: false }}
      />
      <NextTimes cron={trigger.cron ?? ""} timeZone={trigger.timeZone ?? "UTC"} />
    </>
  );
}
