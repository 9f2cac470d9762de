import { isActive } from "../../../lib/api/workflow-runs.ts";
import type { Run, RunStep, StepFunction } from "../../../lib/api/workflow-shapes.ts";
import { momentOf, took } from "../../../lib/time.ts";
import { count } from "../../../lib/words.ts";
import { allSteps, type Scope, type ScopePath, titleOf } from "../builder/definition.ts";
import type { StepMark } from "../builder/step-node.tsx";

const words: Record<RunStep["status"], StepMark> = {
  COMPLETED: { tone: "good", word: "Completed" },
  FAILED: { tone: "bad", word: "Failed" },
  CAUGHT: { tone: "warn", word: "Failed, went another way" },
  WAITING: { tone: "warn", word: "Waiting" },
  RETRYING: { tone: "warn", word: "Trying again" },
};
const running: StepMark = { tone: "warn", word: "Running" };
const stopped: StepMark = { tone: "quiet", word: "Stopped with the run" };

/** A step that waited when its run ended waits no more. */
export const stepState = ({ status }: Pick<RunStep, "status">, run: Run): StepMark =>
  (status === "WAITING" || status === "RETRYING") && !isActive(run) ? stopped : words[status];

/** How long a step took, or until when it waits; nothing for one that was stopped. */
export function stepTime({ dtStarted, dtFinished, wakeAt }: RunStep, run: Run): string | undefined {
  if (dtFinished) return took(dtStarted, dtFinished);
  if (!isActive(run)) return undefined;
  return wakeAt ? `until ${momentOf(wakeAt)}` : "not over";
}

/** Where one looks: the workflow itself, or one item of a loop. */
export interface RunPlace {
  path: ScopePath;
  /** Index of the item, after those of the loops around it: `0`, `2.0`; empty for the workflow itself. */
  iteration: string;
}

/** People count from one: `2.0` is item 3.1. */
export const itemWords = (iteration: string): string =>
  `item ${iteration
    .split(".")
    .map((index) => Number(index) + 1)
    .join(".")}`;

/** What became of each step of a scope so far; what follows a completed one is on while the run is. */
export function runMarks(run: Run, scope: Scope, { iteration }: RunPlace): Map<string, StepMark> {
  const here = run.steps.filter((step) => step.iteration === iteration);
  const marks = new Map(here.map((step) => [step.stepId, stepState(step, run)]));
  for (const step of scope.steps) {
    const items = step.body ? itemsOf(run, step.id, iteration) : [];
    const mark = marks.get(step.id) ?? (items.length > 0 ? stateOfLoop(run) : undefined);
    if (mark && items.length > 0) marks.set(step.id, withItems(mark, items));
  }
  if (!isActive(run)) return marks;
  for (const step of scope.steps) {
    const done = here.find(({ stepId, status }) => stepId === step.id && status === "COMPLETED");
    for (const id of (done && step.next[done.port ?? "next"]) ?? []) if (!marks.has(id)) marks.set(id, running);
  }
  return marks;
}

/** A loop that went on after an item failed is told from one whose items all came through. */
function withItems({ tone, word }: StepMark, items: LoopItem[]): StepMark {
  const failed = items.filter(({ state }) => state.tone === "bad").length;
  const words = `${word}, ${count(items.length, "item")}`;
  return failed === 0
    ? { tone, word: words }
    : { tone: tone === "good" ? "warn" : tone, word: `${words}, ${failed} failed` };
}

const stateOfLoop = (run: Run): StepMark => (isActive(run) ? running : words.FAILED);

export interface LoopItem {
  iteration: string;
  state: StepMark;
}

/** Items of a loop that were begun, those that failed first. */
export function itemsOf(run: Run, loopId: string, iteration: string): LoopItem[] {
  const inner = new Set(
    allSteps(run.definition)
      .filter(({ path }) => path.at(-1) === loopId)
      .map(({ step }) => step.id),
  );
  const before = iteration === "" ? "" : `${iteration}.`;
  const steps = run.steps.filter((step) => inner.has(step.stepId) && step.iteration.startsWith(before));
  const byItem = Map.groupBy(steps, (step) => step.iteration);
  return [...byItem]
    .map(([place, done]) => ({ iteration: place, state: stateOfItem(done, run) }))
    .sort((a, b) => rank(a) - rank(b) || indexOf(a) - indexOf(b));
}

const rank = ({ state }: LoopItem) => (state.tone === "bad" ? 0 : 1);
const indexOf = ({ iteration }: LoopItem) => Number(iteration.split(".").at(-1));

/** The worst of its steps. */
function stateOfItem(steps: RunStep[], run: Run): StepMark {
  const worst = (["FAILED", "RETRYING", "WAITING"] as const).find((status) =>
    steps.some((step) => step.status === status),
  );
  return stepState({ status: worst ?? "COMPLETED" }, run);
}

/** What steps are called. */
export const titlesOf = (run: Run, functions: StepFunction[] = []): Map<string, string> =>
  new Map(allSteps(run.definition).map(({ step }) => [step.id, titleOf(step, functions)]));
