import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { cancelRun, listRunSteps } from "../../store/workflow-runs.ts";
import * as shapes from "../shapes.ts";
import { requireMay, requireRun, run, shownSteps, toRun } from "./shapes.ts";

export default operation({
  id: "workflowRuns.cancel",
  method: "POST",
  path: "/workflowruns/{runId}/cancel",
  tag: "Workflows",
  summary: "End a run; the step under way is not followed by another",
  permission: { action: "config:use", resource: "workflow" },
  audit: {
    action: "workflowrun.cancelled",
    itemId: ({ workflowId }) => workflowId,
    detail: ({ id }) => ({ runId: id }),
  },
  params: z.object({ runId: shapes.id }),
  output: run,
  errors: ["run_over"],
  async run({ context, tx, actor, params: { runId } }) {
    requireMay(actor, "config:use", await requireRun(tx, runId));
    const isDone = await cancelRun(tx, runId, new Date(context.now()));
    if (!isDone) throw new Problem("run_over", "The run is over already.");
    return toRun(await requireRun(tx, runId), await listRunSteps(tx, runId, shownSteps));
  },
});
