import type { Fault } from "../../../lib/api/workflow-shapes.ts";
import { count } from "../../../lib/words.ts";
import type { StepMark } from "./step-node.tsx";

/** What each step has to be mended, as a mark on it. */
export function faultMarks(faults: Fault[], startId: string): Map<string, StepMark> {
  const byStep = new Map<string, Fault[]>();
  for (const fault of faults) {
    const id = fault.stepId ?? (fault.place.startsWith("trigger") ? startId : undefined);
    if (id) byStep.set(id, [...(byStep.get(id) ?? []), fault]);
  }
  return new Map(
    [...byStep].map(([id, found]) => {
      const errors = found.filter(({ severity }) => severity === "error").length;
      const word = errors > 0 ? `${count(errors, "thing")} to mend` : count(found.length, "warning");
      return [id, { tone: errors > 0 ? "bad" : "warn", word }];
    }),
  );
}
