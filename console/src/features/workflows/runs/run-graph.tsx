import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { CodeBlock } from "../../../components/copy.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { StatusDot } from "../../../components/status-dot.tsx";
import type { Run, RunStep } from "../../../lib/api/workflow-shapes.ts";
import { functionsQuery } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { usePhone } from "../../../lib/phone.ts";
import { allSteps, readScope } from "../builder/definition.ts";
import { StepList } from "../builder/step-list.tsx";
import { triggerWords } from "../builder/trigger-words.ts";
import { runMarks, stepState } from "./run-marks.ts";
import classes from "./runs.module.css";
import { took } from "./runs-table.tsx";

const Canvas = lazy(() => import("../builder/canvas.tsx").then(({ Canvas }) => ({ default: Canvas })));

/** The graph that a run follows, with what became of each step; a chosen step shows what went in and out. */
export function RunGraph({ run, height }: { run: Run; height: number }) {
  const { id: org } = useOrganization();
  const isPhone = usePhone();
  const query = useQuery(functionsQuery(org));
  const functions = query.data;
  const failed = run.steps.find(({ status }) => status === "FAILED")?.stepId;
  const [chosen, setChosen] = useState<string | null>(null);
  const selected = chosen ?? failed ?? null;
  const focus = useMemo(() => (selected ? [selected] : []), [selected]);
  const marks = useMemo(() => runMarks(run), [run]);
  const scope = useMemo(() => readScope(run.definition, []), [run.definition]);
  const start = useMemo(
    () => ({ title: "Trigger", detail: triggerWords(run.triggerType), position: run.definition.trigger.position }),
    [run],
  );
  if (query.isPending) return <Skeleton aria-busy="true" height={height} radius={8} />;
  if (!functions) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const inner = allSteps(run.definition).filter(({ path }) => path[0] === selected);
  const ids = new Set([selected, ...inner.map(({ step }) => step.id)]);
  const steps = run.steps.filter(({ stepId }) => ids.has(stepId));
  const view = { scope, functions, start, marks };
  return (
    <div className={classes.graph}>
      {isPhone ? (
        <StepList {...view} selected={selected} onSelect={setChosen} />
      ) : (
        <div style={{ height }}>
          <Suspense fallback={<Skeleton aria-busy="true" height={height} />}>
            <Canvas {...view} selected={focus} onSelect={(next) => setChosen(next[0] ?? null)} readOnly />
          </Suspense>
        </div>
      )}
      <div className={classes.data}>
        {selected === "$start" && <Exchange title="Input" value={run.input} />}
        {selected && selected !== "$start" && steps.length === 0 && <p>This step has not run.</p>}
        {steps.map((step) => (
          <StepDetails key={`${step.stepId} ${step.iteration}`} step={step} />
        ))}
        {!selected && <p>Choose a step to see what went in and what came out.</p>}
      </div>
    </div>
  );
}

function StepDetails({ step }: { step: RunStep }) {
  const { tone, word } = stepState(step);
  return (
    <section>
      <h3 className={classes.heading}>
        {step.stepId}
        {step.iteration && `, item ${step.iteration}`}
      </h3>
      <StatusDot tone={tone}>
        {word}
        {step.attempts > 1 && ` after ${step.attempts} attempts`}, {took(step.dtStarted, step.dtFinished)}
      </StatusDot>
      {step.error && <p className={classes.error}>{step.error.message}</p>}
      <Exchange title="Input" value={step.input} />
      <Exchange title="Output" value={step.output} />
    </section>
  );
}

function Exchange({ title, value }: { title: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <div>
      <h4 className={classes.sub}>{title}</h4>
      <CodeBlock code={JSON.stringify(value, null, 2)} what={`Copy ${title.toLowerCase()}`} />
    </div>
  );
}
