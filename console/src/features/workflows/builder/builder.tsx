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
import { pasteSteps } from "./copy-steps.ts";
import {
  addStep,
  allSteps,
  connect,
  disconnect,
  newStep,
  portsOf,
  readScope,
  removeSteps,
  type Scope,
  type ScopePath,
  titleOf,
  writeScope,
} from "./definition.ts";
import { faultMarks } from "./fault-marks.ts";
import { SidePanel, settingsId, startId } from "./side-panel.tsx";
import { StepList } from "./step-list.tsx";
import { triggerWords } from "./trigger-words.ts";
import type { Editor } from "./use-editor.ts";
import { useParameterNames, useSample } from "./use-sample.ts";

const Canvas = lazy(() => import("./canvas.tsx").then(({ Canvas }) => ({ default: Canvas })));

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
  const [added, setAdded] = useState<string>();
  const add = (chosen: StepFunction) => {
    const made = newStep(definition, chosen);
    change(addStep(scope, made, whereNext(step, fn)));
    setAdded(made.id);
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
  const go = (to: ScopePath) => {
    setPath(to);
    select(to.length === 0 ? [path[0] ?? startId] : []);
  };
  const titleById = new Map(allSteps(definition).map((one) => [one.step.id, titleOf(one.step, functions)]));
  const sample = useSample(workflow.id, definition, path.at(-1));
  const parameters = useParameterNames();
  const completions = completionsFor(definition, path, sample, parameters);
  const start = useMemo(() => startOf(definition, path), [definition, path]);
  const marks = useMemo(() => faultMarks(faults, startId), [faults]);
  return (
    <div className={classes.board}>
      <BoardTools
        workflow={workflow}
        editor={editor}
        functions={functions}
        where={whereWords(step, functions, path)}
        canArrange={scope.steps.length > 0}
        onAdd={add}
        onArrange={() => change({ ...scope, steps: scope.steps.map(({ position: _, ...rest }) => rest) })}
        onSettings={() => select([settingsId])}
      />
      {path.length > 0 && (
        <nav aria-label="Loops" className={classes.path}>
          <Anchor component="button" onClick={() => go([])}>
            Workflow
          </Anchor>
          {path.map((id, at) => (
            <Anchor
              key={id}
              component="button"
              aria-current={at === path.length - 1 ? "location" : undefined}
              onClick={() => go(path.slice(0, at + 1))}
            >
              {titleById.get(id) ?? id}
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
            {scope.steps.length === 0 && (
              <p className={classes.hint}>
                {path.length > 0 ? "The loop does nothing yet." : "Nothing is done yet."} Add the first step above.
              </p>
            )}
            <Suspense fallback={<Skeleton aria-busy="true" height="100%" />}>
              <Canvas
                scope={scope}
                functions={functions}
                start={start}
                selected={selection}
                marks={marks}
                onSelect={(ids) => {
                  setAdded(ids[0] === added ? added : undefined);
                  select(ids);
                }}
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
        <SidePanel
          {...{ workflow, editor, functions, path, scope, selection, step, sample }}
          isNew={step !== undefined && step.id === added}
          completions={completions}
          onChange={change}
          onRemove={remove}
          onOpenBody={(id) => go([...path, id])}
        />
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

function whereWords(step: Step | undefined, functions: StepFunction[], path: ScopePath): string {
  if (step) return `after ${titleOf(step, functions)}`;
  return path.length > 0 ? "at the start of the loop" : "after the trigger";
}

/** The first way out of the chosen step; of the trigger when none is chosen. */
function whereNext(step: Step | undefined, fn: StepFunction | undefined) {
  if (!step) return { stepId: null, port: "next" };
  return { stepId: step.id, port: portsOf(step, fn).find((port) => port !== "error") ?? "next" };
}
