import { IconCircleCheck, IconCircleDashed, IconCircleX } from "@tabler/icons-react";
import type { Verdict, VerdictStep } from "../../lib/types.ts";
import classes from "./messages.module.css";

/** Each check in its order: passed, failed or not reached; what was expected, what came, and the likely cause. */
export function VerdictSteps({ verdict, replayed }: { verdict: Verdict | null; replayed: boolean }) {
  const steps = verdict?.steps ?? [];
  if (steps.length === 0) {
    return <p className={classes.none}>{replayed ? "The first message was verified." : "No checks are recorded."}</p>;
  }
  return (
    <ol className={classes.steps} aria-label="Checks">
      {steps.map((step) => (
        <Step key={step.check} step={step} />
      ))}
    </ol>
  );
}

const outcomes = {
  passed: { word: "Passed", icon: <IconCircleCheck size={18} color="var(--good)" aria-hidden="true" /> },
  failed: { word: "Failed", icon: <IconCircleX size={18} color="var(--bad)" aria-hidden="true" /> },
  notReached: { word: "Not reached", icon: <IconCircleDashed size={18} color="var(--ink-3)" aria-hidden="true" /> },
};

function Step({ step }: { step: VerdictStep }) {
  const outcome = step.passed === null ? outcomes.notReached : step.passed ? outcomes.passed : outcomes.failed;
  return (
    <li className={classes.step} data-passed={step.passed ?? "not-reached"}>
      {outcome.icon}
      <div className={classes.stepHead}>
        <span className={classes.check}>{step.check}</span>
        <span className={classes.outcome}>{outcome.word}</span>
      </div>
      {(step.expected !== undefined || step.received !== undefined) && (
        <dl className={classes.compare}>
          {step.expected !== undefined && (
            <>
              <dt>Expected</dt>
              <dd>{step.expected}</dd>
            </>
          )}
          {step.received !== undefined && (
            <>
              <dt>Received</dt>
              <dd>{step.received}</dd>
            </>
          )}
        </dl>
      )}
      {step.likelyCause && <p className={classes.cause}>Likely cause: {step.likelyCause}</p>}
    </li>
  );
}
