import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { latestRuns } from "../../store/integration-runs.ts";
import { run, tag, toRun } from "./shapes.ts";

export default operation({
  id: "integrationRuns.latest",
  method: "GET",
  path: "/integrationruns/{entityType}/latest/{entityId}",
  tag,
  summary: "Read the latest run of an entity",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ entityType: z.string().max(100), entityId: z.string().max(200) }),
  output: run,
  async run({ tx, params: { entityType, entityId } }) {
    const [latest] = await latestRuns(tx, entityType, [entityId]);
    if (!latest) throw new Problem("not_found", "This entity has no integration run.");
    return toRun(latest);
  },
});
