import { useQuery } from "@tanstack/react-query";
import { StatusDot } from "../../../components/status-dot.tsx";
import type { Run } from "../../../lib/api/workflow-shapes.ts";
import { functionsQuery } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { exactly } from "../../../lib/time.ts";
import { itemWords, stepState, stepTime, titlesOf } from "./run-marks.ts";
import classes from "./runs.module.css";

const mostShown = 500;

/** Steps in the order in which they began, with how long each took. */
export function Timeline({ run }: { run: Run }) {
  const { id: org } = useOrganization();
  const functions = useQuery(functionsQuery(org)).data;
  const titles = titlesOf(run, functions);
  const steps = [...run.steps].sort((a, b) => (a.dtStarted ?? "").localeCompare(b.dtStarted ?? ""));
  if (steps.length === 0) return <p>No step is over yet.</p>;
  return (
    <>
      <ol className={classes.timeline}>
        {steps.slice(0, mostShown).map((step) => {
          const { tone, word } = stepState(step, run);
          return (
            <li key={`${step.stepId} ${step.iteration}`}>
              <StatusDot tone={tone}>
                {titles.get(step.stepId) ?? step.stepId}
                {step.iteration && `, ${itemWords(step.iteration)}`}: {word}
              </StatusDot>
              <span className={classes.when} title={step.dtStarted ? exactly(step.dtStarted) : undefined}>
                {stepTime(step, run)}
              </span>
            </li>
          );
        })}
      </ol>
      {steps.length > mostShown && <p>{(steps.length - mostShown).toLocaleString()} more are not listed.</p>}
    </>
  );
}
