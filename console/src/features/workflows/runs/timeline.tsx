import { StatusDot } from "../../../components/status-dot.tsx";
import type { Run } from "../../../lib/api/workflow-shapes.ts";
import { exactly } from "../../../lib/time.ts";
import { stepState } from "./run-marks.ts";
import classes from "./runs.module.css";
import { took } from "./runs-table.tsx";

/** Steps in the order in which they began, with how long each took. */
export function Timeline({ run }: { run: Run }) {
  const steps = [...run.steps].sort((a, b) => (a.dtStarted ?? "").localeCompare(b.dtStarted ?? ""));
  if (steps.length === 0) return <p>No step is over yet.</p>;
  return (
    <ol className={classes.timeline}>
      {steps.map((step) => {
        const { tone, word } = stepState(step);
        return (
          <li key={`${step.stepId} ${step.iteration}`}>
            <StatusDot tone={tone}>
              {step.stepId}
              {step.iteration && ` (${step.iteration})`}: {word}
            </StatusDot>
            <span className={classes.when} title={step.dtStarted ? exactly(step.dtStarted) : undefined}>
              {took(step.dtStarted, step.dtFinished)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
