import { ActionIcon, Anchor, Button, Group, Skeleton, Tooltip } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowBackUp, IconArrowForwardUp, IconLayout } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import {
  type Definition,
  functionsQuery,
  type Position,
  type Step,
  type StepFunction,
  type Workflow,
} from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { usePhone } from "../../../lib/phone.ts";
import { AddStep } from "./add-step.tsx";
import classes from "./builder.module.css";
import { completionsFor } from "./completions.ts";
import {
  addStep,
  changeStep,
  connect,
  disconnect,
  newStep,
  pasteSteps,
  portsOf,
  readScope,
  removeSteps,
  type Scope,
  type ScopePath,
  writeScope,
} from "./definition.ts";
import { faultMarks } from "./fault-marks.ts";
import { StepList } from "./step-list.tsx";
import { StepPanel } from "./step-panel.tsx";
import { TriggerPanel } from "./trigger-panel.tsx";
import { triggerWords } from "./trigger-words.ts";
import type { Editor } from "./use-editor.ts";

const Canvas = lazy(() => import("./canvas.tsx").then(({ Canvas }) => ({ default: Canvas })));
const startId = "$start";

/** The graph, and the settings of what is chosen in it. */
export function Builder({ workflow, editor }: { workflow: Workflow; editor: Editor }) {
  const { id: org } = useOrganization();
  const functions = useQuery(functionsQuery(org)).data;
  if (!functions) return <Skeleton height={520} radius={8} />;
  return <Board workflow={workflow} editor={editor} functions={functions} />;
}

interface BoardProps {
  workflow: Workflow;
  editor: Editor;
  functions: StepFunction[];
}

function Board({ workflow, editor, functions }: BoardProps) {
  const { definition, faults } = editor;
  const isPhone = usePhone();
  const [path, setPath] = useState<ScopePath>([]);
  const [selected, setSelected] = useState<string | null>(startId);
  const copied = useRef<Step[]>([]);
  const scope = useMemo(() => readScope(definition, path), [definition, path]);
  const step = scope.steps.find(({ id }) => id === selected);
  const fn = functions.find(({ id }) => id === step?.function);
  const change = (next: Scope) => editor.change(writeScope(definition, path, next));
  const add = (chosen: StepFunction) => {
    const made = newStep(definition, chosen);
    change(addStep(scope, made, whereNext(step, fn)));
    setSelected(made.id);
  };
  const remove = (ids: string[]) => {
    change(removeSteps(scope, new Set(ids)));
    setSelected(null);
  };
  const copy = () => {
    if (step) copied.current = [step];
  };
  const paste = () => {
    if (copied.current.length === 0) return;
    const { next, ids } = pasteSteps(definition, path, copied.current);
    editor.change(next);
    setSelected(ids[0] ?? null);
  };
  useHotkeys([
    ["mod+Z", editor.undo],
    ["mod+shift+Z", editor.redo],
    ["mod+C", copy, { preventDefault: false }],
    ["mod+V", paste],
  ]);
  const sample = { trigger: definition.trigger.sample ?? {} };
  const start = useMemo(() => startOf(definition, path), [definition, path]);
  const marks = useMemo(() => faultMarks(faults, startId), [faults]);
  return (
    <div className={classes.board}>
      <div className={classes.tools}>
        <AddStep functions={functions} where={step ? `after ${step.name ?? step.id}` : "first"} onAdd={add} />
        <Tool label="Undo" isOff={!editor.canUndo} onClick={editor.undo} icon={<IconArrowBackUp size={16} />} />
        <Tool label="Redo" isOff={!editor.canRedo} onClick={editor.redo} icon={<IconArrowForwardUp size={16} />} />
        {!isPhone && (
          <Tool
            label="Arrange"
            isOff={scope.steps.length === 0}
            onClick={() => change({ ...scope, steps: scope.steps.map(({ position: _, ...rest }) => rest) })}
            icon={<IconLayout size={16} />}
          />
        )}
        <span className={classes.saved} role="status">
          {editor.isSaving ? "Saving…" : workflow.hasDraft ? "Draft saved" : ""}
        </span>
      </div>
      {path.length > 0 && (
        <nav aria-label="Loops" className={classes.path}>
          <Anchor component="button" onClick={() => setPath([])}>
            Workflow
          </Anchor>
          {path.map((id, at) => (
            <Anchor key={id} component="button" onClick={() => setPath(path.slice(0, at + 1))}>
              {id}
            </Anchor>
          ))}
        </nav>
      )}
      <div className={classes.work}>
        {isPhone ? (
          <StepList
            scope={scope}
            functions={functions}
            start={start}
            marks={marks}
            selected={selected}
            onSelect={setSelected}
          />
        ) : (
          <div className={classes.canvas}>
            <Suspense fallback={<Skeleton aria-busy="true" height="100%" />}>
              <Canvas
                scope={scope}
                functions={functions}
                start={start}
                selected={selected}
                marks={marks}
                onSelect={setSelected}
                onConnect={(from, port, to) => change(connect(scope, from, port, to))}
                onDisconnect={(gone) =>
                  change(gone.reduce((left, one) => disconnect(left, one.from, one.port, one.to), scope))
                }
                onRemove={remove}
                onMove={(positions) => editor.change(moved(editor, path, positions))}
              />
            </Suspense>
          </div>
        )}
        <aside className={classes.side} aria-label="Settings of the step">
          {selected === startId && path.length === 0 && (
            <>
              <h2 className={classes.heading}>Trigger</h2>
              <TriggerPanel
                trigger={definition.trigger}
                faults={faults.filter(({ place }) => place.startsWith("trigger"))}
                onChange={(trigger) => editor.change({ ...definition, trigger })}
              />
            </>
          )}
          {step && (
            <>
              <h2 className={classes.heading}>{step.name || fn?.name || step.function}</h2>
              <StepPanel
                key={step.id}
                workflowId={workflow.id}
                step={step}
                fn={fn}
                faults={faults.filter(({ stepId }) => stepId === step.id)}
                completions={completionsFor(definition, path, sample.trigger)}
                sample={sample}
                onChange={(next) => change(changeStep(scope, step.id, () => next))}
                onRemove={() => remove([step.id])}
                onOpenBody={() => {
                  setPath([...path, step.id]);
                  setSelected(null);
                }}
              />
              <Connections scope={scope} step={step} fn={fn} onChange={change} />
            </>
          )}
          {!step && !(selected === startId && path.length === 0) && (
            <p className={classes.none}>Choose a step to see its settings, or add one.</p>
          )}
        </aside>
      </div>
    </div>
  );
}

function startOf({ trigger }: Definition, path: ScopePath) {
  if (path.length > 0) return { title: "For each item", detail: "The first steps of the loop" };
  return { title: "Trigger", detail: triggerWords(trigger.type), position: trigger.position };
}

function moved({ definition }: Editor, path: ScopePath, positions: ReadonlyMap<string, Position>) {
  const scope = readScope(definition, path);
  const steps = scope.steps.map((step) => ({ ...step, position: positions.get(step.id) ?? step.position }));
  const next = writeScope(definition, path, { ...scope, steps });
  const start = path.length === 0 ? positions.get(startId) : undefined;
  return start ? { ...next, trigger: { ...next.trigger, position: start } } : next;
}

/** The first way out of the chosen step; of the trigger when none is chosen. */
function whereNext(step: Step | undefined, fn: StepFunction | undefined) {
  if (!step) return { stepId: null, port: "next" };
  return { stepId: step.id, port: portsOf(step, fn).find((port) => port !== "error") ?? "next" };
}

function Tool(props: { label: string; isOff: boolean; onClick: () => void; icon: React.ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon variant="default" aria-label={props.label} disabled={props.isOff} onClick={props.onClick}>
        {props.icon}
      </ActionIcon>
    </Tooltip>
  );
}

/** The ways out of a step as words, for the keyboard: what each leads to, and what it could lead to. */
function Connections(props: {
  scope: Scope;
  step: Step;
  fn: StepFunction | undefined;
  onChange: (scope: Scope) => void;
}) {
  const { scope, step, fn, onChange } = props;
  const others = scope.steps.filter(({ id }) => id !== step.id);
  if (others.length === 0) return null;
  return (
    <details className={classes.ways}>
      <summary>Ways out</summary>
      {portsOf(step, fn).map((port) => (
        <fieldset key={port} className={classes.way}>
          <legend>{port === "next" ? "Then" : port === "error" ? "If it fails" : port}</legend>
          <Group gap={6}>
            {others.map(({ id, name }) => {
              const isOn = step.next[port]?.includes(id) ?? false;
              return (
                <Button
                  key={id}
                  size="compact-xs"
                  variant={isOn ? "filled" : "default"}
                  aria-pressed={isOn}
                  onClick={() =>
                    onChange(isOn ? disconnect(scope, step.id, port, id) : connect(scope, step.id, port, id))
                  }
                >
                  {name ?? id}
                </Button>
              );
            })}
          </Group>
        </fieldset>
      ))}
    </details>
  );
}
