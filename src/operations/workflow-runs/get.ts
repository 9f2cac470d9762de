import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listRunSteps } from "../../store/workflow-runs.ts";
import * as shapes from "../shapes.ts";
import { requireMay, requireRun, run, shownSteps, toRun } from "./shapes.ts";

export default operation({
  id: "workflowRuns.get",
  method: "GET",
  path: "/workflowruns/{runId}",
  tag: "Workflows",
  summary: "Read a run with its steps, in the order in which they began",
  permission: { action: "config:retrieve", resource: "workflow" },
  params: z.object({ runId: shapes.id }),
  output: run,
  async run({ tx, actor, params: { runId } }) {
    const row = await requireRun(tx, runId);
    requireMay(actor, "config:retrieve", row);
    return toRun(row, await listRunSteps(tx, runId, shownSteps));
  },
});
