import { CodeBlock } from "../../../components/copy.tsx";
import { StatusDot } from "../../../components/status-dot.tsx";
import type { Run, RunStep } from "../../../lib/api/workflow-shapes.ts";
import { itemWords, stepState, stepTime } from "./run-marks.ts";
import classes from "./runs.module.css";

/** What went into one step, what came out, and how it went. */
export function StepDetails({ run, step, title }: { run: Run; step: RunStep; title: string }) {
  const { tone, word } = stepState(step, run);
  const time = stepTime(step, run);
  return (
    <section>
      <h3 className={classes.heading}>
        {title}
        {step.iteration && `, ${itemWords(step.iteration)}`}
      </h3>
      <StatusDot tone={tone}>
        {word}
        {step.attempts > 1 && ` after ${step.attempts} attempts`}
        {time && `, ${time}`}
      </StatusDot>
      {step.error && <p className={classes.error}>{step.error.message}</p>}
      <Exchange title="Input" value={step.input} />
      <Exchange title="Output" value={step.output} />
    </section>
  );
}

export function Exchange({ title, value }: { title: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <div>
      <h4 className={classes.sub}>{title}</h4>
      <CodeBlock code={JSON.stringify(value, null, 2)} what={`Copy ${title.toLowerCase()}`} />
    </div>
  );
}
