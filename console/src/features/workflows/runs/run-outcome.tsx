import { useQuery } from "@tanstack/react-query";
import { StatusDot } from "../../../components/status-dot.tsx";
import type { Run } from "../../../lib/api/workflow-shapes.ts";
import { functionsQuery } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { runState } from "../workflow-state.ts";
import { titlesOf } from "./run-marks.ts";

/** The state of a run in words; a failure says which step and why. */
export function RunOutcome({ run }: { run: Run }) {
  const { id: org } = useOrganization();
  const functions = useQuery(functionsQuery(org)).data;
  const { tone, word } = runState(run.status);
  const { stepId } = run.error ?? {};
  const where = stepId && `${titlesOf(run, functions).get(stepId) ?? stepId}: `;
  const why = run.error && `${where ?? ""}${run.error.message}`;
  return (
    <div role="status">
      <StatusDot tone={tone}>
        {word}
        {why && `. ${why}`}
      </StatusDot>
    </div>
  );
}
