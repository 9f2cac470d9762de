import type { Context } from "../../context.ts";
import { StepFailure } from "../../define/function.ts";
import { readRunEnd } from "../../store/run-queue.ts";

/** What a step gives that waited for a run; undefined while it goes on. Throws StepFailure when the run did not complete. */
export async function outcomeOfRun(
  { store }: Pick<Context, "store">,
  started: unknown,
): Promise<{ runId: string; output: unknown } | undefined> {
  const { runId } = started as { runId: string };
  const end = await readRunEnd(store.systemPool, runId);
  if (!end) return undefined;
  if (end.status === "COMPLETED") return { runId, output: end.output };
  if (end.status === "CANCELLED")
    throw new StepFailure("child_cancelled", `The run ${runId} that this step waited for was cancelled.`);
  const { message = "", stepId } = end.error ?? {};
  const at = stepId ? ` at step ${stepId}` : "";
  throw new StepFailure("child_failed", `The run ${runId} failed${at}: ${message}`, { retry: true });
}
