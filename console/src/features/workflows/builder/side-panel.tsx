import type { Step, StepFunction, Workflow } from "../../../lib/api/workflow-shapes.ts";
import classes from "./builder.module.css";
import { Connections } from "./connections.tsx";
import { changeStep, type Scope, type ScopePath, titleOf } from "./definition.ts";
import { fieldOf } from "./edit-history.ts";
import type { Sample } from "./sample.ts";
import { SettingsPanel } from "./settings-panel.tsx";
import { StepPanel } from "./step-panel.tsx";
import { TriggerPanel } from "./trigger-panel.tsx";
import type { Editor } from "./use-editor.ts";

export const startId = "$start";
/** Stands in the selection for what concerns the whole workflow. */
export const settingsId = "$settings";

interface SidePanelProps {
  workflow: Workflow;
  editor: Editor;
  functions: StepFunction[];
  path: ScopePath;
  scope: Scope;
  selection: string[];
  /** The one that is chosen, if it is a step. */
  step: Step | undefined;
  isNew: boolean;
  completions: string[];
  sample: Sample;
  onChange: (scope: Scope, field?: string) => void;
  onRemove: (ids: string[]) => void;
  onOpenBody: (id: string) => void;
}

/** The settings of what is chosen: a step, the trigger, or the whole workflow. */
export function SidePanel(props: SidePanelProps) {
  const { functions, path, scope, selection, step, onChange } = props;
  const selected = selection.length === 1 ? selection[0] : undefined;
  const isStart = selected === startId;
  return (
    <aside className={classes.side} aria-label="Settings of the step">
      {isStart && path.length === 0 && <Trigger {...props} />}
      {isStart && path.length > 0 && <h2 className={classes.heading}>The beginning of the loop</h2>}
      {isStart && <Connections scope={scope} functions={functions} onChange={onChange} />}
      {step && <OneStep {...props} step={step} />}
      {selected === settingsId && <Whole {...props} />}
      {!step && !isStart && selected !== settingsId && (
        <p className={classes.none}>
          {selection.length > 1
            ? `${selection.length} steps are chosen. Copy them, drag them, or press Delete.`
            : "Choose a step to see its settings, or add one."}
        </p>
      )}
    </aside>
  );
}

function Trigger({ workflow, editor, sample }: SidePanelProps) {
  const { definition, faults, change } = editor;
  const shown = definition.steps.length > 0 ? faults.filter(({ place }) => place.startsWith("trigger")) : [];
  return (
    <>
      <h2 className={classes.heading}>Trigger</h2>
      <TriggerPanel
        workflowId={workflow.id}
        trigger={definition.trigger}
        sample={sample}
        faults={shown}
        onChange={(trigger) => change({ ...definition, trigger }, "trigger")}
      />
    </>
  );
}

function OneStep({ step, editor, functions, scope, onChange, onRemove, onOpenBody, ...rest }: StepProps) {
  return (
    <>
      <h2 className={classes.heading}>{titleOf(step, functions)}</h2>
      <StepPanel
        key={step.id}
        step={step}
        fn={functions.find(({ id }) => id === step.function)}
        isNew={rest.isNew}
        faults={editor.faults.filter(({ stepId }) => stepId === step.id)}
        completions={rest.completions}
        sample={rest.sample}
        onChange={(next) =>
          onChange(
            changeStep(scope, step.id, () => next),
            fieldOf(step, next),
          )
        }
        onRemove={() => onRemove([step.id])}
        onOpenBody={() => onOpenBody(step.id)}
      />
      <Connections scope={scope} functions={functions} step={step} onChange={onChange} />
    </>
  );
}

type StepProps = SidePanelProps & { step: Step };

function Whole({ editor, sample }: SidePanelProps) {
  const { definition, faults, change } = editor;
  return (
    <>
      <h2 className={classes.heading}>Workflow settings</h2>
      <SettingsPanel
        settings={definition.settings ?? {}}
        faults={faults.filter(({ place }) => place.startsWith("settings"))}
        sample={sample}
        onChange={(settings) => change({ ...definition, settings }, "settings")}
      />
    </>
  );
}
