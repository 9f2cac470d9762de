import { isActive } from "../../../lib/api/workflow-runs.ts";
import type { Run, RunStep } from "../../../lib/api/workflow-shapes.ts";
import { allSteps } from "../builder/definition.ts";
import type { StepMark } from "../builder/step-node.tsx";

const words: Record<RunStep["status"], StepMark> = {
  COMPLETED: { tone: "good", word: "Completed" },
  FAILED: { tone: "bad", word: "Failed" },
  CAUGHT: { tone: "warn", word: "Failed, went another way" },
  WAITING: { tone: "warn", word: "Waiting" },
  RETRYING: { tone: "warn", word: "Trying again" },
};

export const stepState = ({ status }: Pick<RunStep, "status">): StepMark => words[status];

/** What became of each step so far; what follows a completed one is on while the run is. */
export function runMarks(run: Run): Map<string, StepMark> {
  const marks = new Map<string, StepMark>();
  for (const step of run.steps) marks.set(step.stepId, stepState(step));
  if (!isActive(run)) return marks;
  for (const { step } of allSteps(run.definition)) {
    const done = run.steps.find(({ stepId, status }) => stepId === step.id && status === "COMPLETED");
    if (!done) continue;
    for (const id of step.next[done.port ?? "next"] ?? []) {
      if (!marks.has(id)) marks.set(id, { tone: "warn", word: "Running" });
    }
  }
  return marks;
}
