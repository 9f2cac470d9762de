import { StatusDot } from "../../../components/status-dot.tsx";
import type { Run } from "../../../lib/api/workflow-shapes.ts";
import { runState } from "../workflow-state.ts";

/** The state of a run in words; a failure says which step and why. */
export function RunOutcome({ run }: { run: Run }) {
  const { tone, word } = runState(run.status);
  const why = run.error && `${run.error.stepId ? `${run.error.stepId}: ` : ""}${run.error.message}`;
  return (
    <div role="status">
      <StatusDot tone={tone}>
        {word}
        {why && `. ${why}`}
      </StatusDot>
    </div>
  );
}
