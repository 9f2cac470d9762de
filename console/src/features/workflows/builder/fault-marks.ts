import type { Fault } from "../../../lib/api/workflow-shapes.ts";
import { count } from "../../../lib/words.ts";
import type { StepMark } from "./step-node.tsx";

const missing = new Set(["input_missing", "credential_missing", "body_missing", "no_steps"]);

/** Nothing is wrong: something is not there yet. */
export const isMissing = ({ code }: Fault): boolean => missing.has(code);

/** What each step has to be mended, as a mark on it. */
export function faultMarks(faults: Fault[], startId: string): Map<string, StepMark> {
  const byStep = new Map<string, Fault[]>();
  for (const fault of faults) {
    const id = fault.stepId ?? (fault.place.startsWith("trigger") ? startId : undefined);
    if (id) byStep.set(id, [...(byStep.get(id) ?? []), fault]);
  }
  return new Map(
    [...byStep].map(([id, found]) => {
      const errors = found.filter(({ severity }) => severity === "error");
      if (errors.length === 0) return [id, { tone: "warn", word: count(found.length, "warning") }];
      const isEmpty = errors.every(isMissing);
      const what = isEmpty ? `${count(errors.length, "thing")} to fill in` : `${count(errors.length, "thing")} to mend`;
      return [id, { tone: isEmpty ? "warn" : "bad", word: what }];
    }),
  );
}
