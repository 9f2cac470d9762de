import { Anchor, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { ErrorState } from "../../../components/error-state.tsx";
import type { Run, StepFunction } from "../../../lib/api/workflow-shapes.ts";
import { functionsQuery } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { usePhone } from "../../../lib/phone.ts";
import { sentence } from "../../../lib/words.ts";
import { readScope } from "../builder/definition.ts";
import { StepList } from "../builder/step-list.tsx";
import { triggerWords } from "../builder/trigger-words.ts";
import { LoopItems } from "./loop-items.tsx";
import { itemsOf, itemWords, type RunPlace, runMarks, titlesOf } from "./run-marks.ts";
import classes from "./runs.module.css";
import { Exchange, StepDetails } from "./step-details.tsx";

const Canvas = lazy(() => import("../builder/canvas.tsx").then(({ Canvas }) => ({ default: Canvas })));
const whole: RunPlace = { path: [], iteration: "" };
const startId = "$start";

interface RunGraphProps {
  run: Run;
  height: number;
}

/** The graph that a run follows, with what became of each step; a loop opens item by item. */
export function RunGraph({ run, height }: RunGraphProps) {
  const { id: org } = useOrganization();
  const query = useQuery(functionsQuery(org));
  if (query.isPending) return <Skeleton aria-busy="true" height={height} radius={8} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Graph run={run} height={height} functions={query.data} />;
}

function Graph({ run, height, functions }: RunGraphProps & { functions: StepFunction[] }) {
  const isPhone = usePhone();
  const [place, setPlace] = useState(whole);
  const [chosen, setChosen] = useState<string | null>(null);
  const titles = useMemo(() => titlesOf(run, functions), [run, functions]);
  const scope = useMemo(() => readScope(run.definition, place.path), [run.definition, place]);
  const marks = useMemo(() => runMarks(run, scope, place), [run, scope, place]);
  const start = useMemo(() => startOf(run, place), [run, place]);
  const selected = chosen ?? worthSeeing(run, place);
  const focus = useMemo(() => (selected ? [selected] : []), [selected]);
  const go = (next: RunPlace) => {
    setPlace(next);
    setChosen(null);
  };
  const loop = scope.steps.find(({ id, body }) => id === selected && body);
  const done = run.steps.find(({ stepId, iteration }) => stepId === selected && iteration === place.iteration);
  const view = { scope, functions, start, marks };
  return (
    <>
      {place.path.length > 0 && <Trail place={place} titles={titles} onGo={go} />}
      <div className={classes.graph}>
        {isPhone ? (
          <StepList {...view} selected={selected} onSelect={setChosen} />
        ) : (
          <div style={{ height }}>
            <Suspense fallback={<Skeleton aria-busy="true" height={height} />}>
              <Canvas
                key={place.iteration}
                {...view}
                selected={focus}
                onSelect={(next) => setChosen(next[0] ?? null)}
                readOnly
              />
            </Suspense>
          </div>
        )}
        <div className={classes.data}>
          {selected === startId && <Exchange title="Input" value={run.input} />}
          {done && <StepDetails run={run} step={done} title={titles.get(done.stepId) ?? done.stepId} />}
          {loop && (
            <LoopItems
              items={itemsOf(run, loop.id, place.iteration)}
              onOpen={(iteration) => go({ path: [...place.path, loop.id], iteration })}
            />
          )}
          {selected && selected !== startId && !done && !loop && <p>This step has not run.</p>}
          {!selected && <p>Choose a step to see what went in and what came out.</p>}
        </div>
      </div>
    </>
  );
}

/** Out of an item again, loop by loop. */
function Trail(props: { place: RunPlace; titles: Map<string, string>; onGo: (place: RunPlace) => void }) {
  const { place, titles, onGo } = props;
  const indices = place.iteration.split(".");
  const to = (depth: number): RunPlace => ({
    path: place.path.slice(0, depth),
    iteration: indices.slice(0, depth).join("."),
  });
  return (
    <nav aria-label="Loops" className={classes.trail}>
      <Anchor component="button" onClick={() => onGo(whole)}>
        Workflow
      </Anchor>
      {place.path.map((id, at) => {
        const words = `${titles.get(id) ?? id}, ${itemWords(to(at + 1).iteration)}`;
        const isHere = at === place.path.length - 1;
        return (
          <span key={id}>
            <span aria-hidden="true">/ </span>
            {isHere ? (
              <span aria-current="location">{sentence(words)}</span>
            ) : (
              <Anchor component="button" onClick={() => onGo(to(at + 1))}>
                {sentence(words)}
              </Anchor>
            )}
          </span>
        );
      })}
    </nav>
  );
}

/** The step that failed, else the last one that was done here. */
function worthSeeing(run: Run, { iteration, path }: RunPlace): string | null {
  const here = run.steps.filter((step) => step.iteration === iteration);
  const failed = here.find(({ status }) => status === "FAILED") ?? here.at(-1);
  if (failed) return failed.stepId;
  const loops = readScope(run.definition, path).steps.filter(({ body }) => body);
  return loops.find(({ id }) => itemsOf(run, id, iteration).length > 0)?.id ?? null;
}

function startOf({ triggerType, isTest, definition }: Run, { path, iteration }: RunPlace) {
  if (path.length > 0) return { title: sentence(itemWords(iteration)), detail: "The first steps of the loop" };
  const detail = isTest ? "As a test" : triggerWords(triggerType);
  return { title: "Trigger", detail, position: definition.trigger.position };
}
