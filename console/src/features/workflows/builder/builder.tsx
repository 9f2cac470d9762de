import { Anchor, Skeleton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import type { Definition, Position, Step, StepFunction, Workflow } from "../../../lib/api/workflow-shapes.ts";
import { functionsQuery } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { usePhone } from "../../../lib/phone.ts";
import { BoardTools } from "./board-tools.tsx";
import classes from "./builder.module.css";
import { completionsFor } from "./completions.ts";
import { Connections } from "./connections.tsx";
import { pasteSteps } from "./copy-steps.ts";
import {
  addStep,
  changeStep,
  connect,
  disconnect,
  newStep,
  portsOf,
  readScope,
  removeSteps,
  type Scope,
  type ScopePath,
  writeScope,
} from "./definition.ts";
import { fieldOf } from "./edit-history.ts";
import { faultMarks } from "./fault-marks.ts";
import { SettingsPanel } from "./settings-panel.tsx";
import { StepList } from "./step-list.tsx";
import { StepPanel } from "./step-panel.tsx";
import { TriggerPanel } from "./trigger-panel.tsx";
import { triggerWords } from "./trigger-words.ts";
import type { Editor } from "./use-editor.ts";
import { useParameterNames, useSample } from "./use-sample.ts";

const Canvas = lazy(() => import("./canvas.tsx").then(({ Canvas }) => ({ default: Canvas })));
const startId = "$start";
/** Stands in the selection for what concerns the whole workflow. */
const settingsId = "$settings";

/** The graph, and the settings of what is chosen in it. */
export function Builder({ workflow, editor }: { workflow: Workflow; editor: Editor }) {
  const { id: org } = useOrganization();
  const query = useQuery(functionsQuery(org));
  if (query.isPending) return <Skeleton aria-busy="true" height={520} radius={8} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Board workflow={workflow} editor={editor} functions={query.data} />;
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
  const [selection, select] = useState<string[]>([startId]);
  const selected = selection.length === 1 ? (selection[0] ?? null) : null;
  const copied = useRef<Step[]>([]);
  const scope = useMemo(() => readScope(definition, path), [definition, path]);
  const step = scope.steps.find(({ id }) => id === selected);
  const fn = functions.find(({ id }) => id === step?.function);
  const change = (next: Scope, field?: string) => editor.change(writeScope(definition, path, next), field);
  const add = (chosen: StepFunction) => {
    const made = newStep(definition, chosen);
    change(addStep(scope, made, whereNext(step, fn)));
    select([made.id]);
  };
  const remove = (ids: string[]) => {
    change(removeSteps(scope, new Set(ids)));
    select([]);
  };
  const copy = () => {
    const chosen = scope.steps.filter(({ id }) => selection.includes(id));
    if (chosen.length > 0) copied.current = chosen;
  };
  const paste = () => {
    if (copied.current.length === 0) return;
    const { next, ids } = pasteSteps(definition, path, copied.current);
    editor.change(next);
    select(ids);
  };
  useHotkeys([
    ["mod+Z", editor.undo],
    ["mod+shift+Z", editor.redo],
    ["mod+C", copy, { preventDefault: false }],
    ["mod+V", paste],
  ]);
  const sample = useSample(workflow.id, definition, path.at(-1));
  const parameters = useParameterNames();
  const start = useMemo(() => startOf(definition, path), [definition, path]);
  const marks = useMemo(() => faultMarks(faults, startId), [faults]);
  return (
    <div className={classes.board}>
      <BoardTools
        workflow={workflow}
        editor={editor}
        functions={functions}
        where={step ? `after ${step.name ?? step.id}` : "first"}
        canArrange={scope.steps.length > 0}
        onAdd={add}
        onArrange={() => change({ ...scope, steps: scope.steps.map(({ position: _, ...rest }) => rest) })}
        onSettings={() => select([settingsId])}
      />
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
            onSelect={(id) => select([id])}
          />
        ) : (
          <div className={classes.canvas}>
            <Suspense fallback={<Skeleton aria-busy="true" height="100%" />}>
              <Canvas
                scope={scope}
                functions={functions}
                start={start}
                selected={selection}
                marks={marks}
                onSelect={select}
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
                workflowId={workflow.id}
                trigger={definition.trigger}
                sample={sample}
                faults={faults.filter(({ place }) => place.startsWith("trigger"))}
                onChange={(trigger) => editor.change({ ...definition, trigger }, "trigger")}
              />
            </>
          )}
          {step && (
            <>
              <h2 className={classes.heading}>{step.name || fn?.name || step.function}</h2>
              <StepPanel
                key={step.id}
                step={step}
                fn={fn}
                faults={faults.filter(({ stepId }) => stepId === step.id)}
                completions={completionsFor(definition, path, sample, parameters)}
                sample={sample}
                onChange={(next) =>
                  change(
                    changeStep(scope, step.id, () => next),
                    fieldOf(step, next),
                  )
                }
                onRemove={() => remove([step.id])}
                onOpenBody={() => {
                  setPath([...path, step.id]);
                  select([]);
                }}
              />
              <Connections scope={scope} step={step} fn={fn} onChange={change} />
            </>
          )}
          {selected === settingsId && (
            <>
              <h2 className={classes.heading}>Workflow settings</h2>
              <SettingsPanel
                settings={definition.settings ?? {}}
                faults={faults.filter(({ place }) => place.startsWith("settings"))}
                sample={sample}
                onChange={(settings) => editor.change({ ...definition, settings }, "settings")}
              />
            </>
          )}
          {!step && selected !== settingsId && !(selected === startId && path.length === 0) && (
            <p className={classes.none}>
              {selection.length > 1
                ? `${selection.length} steps are chosen. Copy them, drag them, or press Delete.`
                : "Choose a step to see its settings, or add one."}
            </p>
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
