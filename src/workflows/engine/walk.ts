import type { StepRecord } from "../../store/run-journal.ts";
import { errorPort } from "../functions/registry.ts";
import type { CompiledScope, CompiledStep } from "./compiled.ts";
import { isHalted, type Place, type RunState } from "./run-state.ts";
import { runStep } from "./run-step.ts";
import type { Variables } from "./variables.ts";

/**
 * Does the steps of a scope in the order of their connections, side by side where nothing stands between them. A step
 * with several ways in begins when all of them are settled and at least one was taken. Resolves when nothing can go on.
 */
export async function walk(
  state: RunState,
  scope: CompiledScope,
  iteration: string,
  variables: Variables,
  place: Place,
): Promise<{ isWhole: boolean; lastOutput: unknown }> {
  const open = new Map(scope.incoming);
  const taken = new Set<string>();
  let lastOutput: unknown = null;
  let isWhole = true;

  const arrive = (id: string, isTaken: boolean): Promise<void> | undefined => {
    const compiled = scope.steps.get(id);
    if (!compiled) return undefined;
    if (isTaken) taken.add(id);
    const left = (open.get(id) ?? 1) - 1;
    open.set(id, left);
    if (left > 0) return undefined;
    return taken.has(id) ? begin(compiled) : skip(compiled);
  };
  const follow = async (compiled: CompiledStep, port: string | undefined): Promise<void> => {
    const followers = Object.entries(compiled.step.next).flatMap(([name, targets]) =>
      targets.map((target) => ({ target, isTaken: name === port })),
    );
    if (port !== undefined && followers.some(({ isTaken }) => isTaken)) await state.flush();
    if (isHalted(state, place)) {
      isWhole = false;
      return;
    }
    await Promise.all(followers.map(({ target, isTaken }) => arrive(target, isTaken)));
  };
  const skip = (compiled: CompiledStep): Promise<void> => follow(compiled, undefined);
  const begin = async (compiled: CompiledStep): Promise<void> => {
    const record = await runStep(state, compiled, iteration, variables, place);
    if (!record) {
      isWhole = false;
      return;
    }
    remember(variables, record);
    lastOutput = record.output;
    await follow(compiled, record.port ?? "next");
  };

  await Promise.all(scope.start.map((id) => arrive(id, true)));
  return { isWhole, lastOutput };
}

function remember(variables: Variables, { stepId, output, error, port }: StepRecord): void {
  variables.steps[stepId] = output;
  if (port === errorPort && error) variables.errors[stepId] = error;
}
