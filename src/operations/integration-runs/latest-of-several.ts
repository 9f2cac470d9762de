import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { latestRuns } from "../../store/integration-runs.ts";
import { run, tag, toRun } from "./shapes.ts";

export default operation({
  id: "integrationRuns.latestOfSeveral",
  method: "GET",
  path: "/integrationruns/{entityType}/latest",
  tag,
  summary: "Read the latest run of several entities: the newest of them, and each as `data`",
  permission: { action: "config:retrieve", resource: "integration" },
  params: z.object({ entityType: z.string().max(100) }),
  query: z.object({
    ids: z.preprocess(
      (given) => (typeof given === "string" ? given.split(",") : given),
      z
        .array(z.string().max(200), { error: "Name the entities' ids." })
        .min(1, "Name at least one id.")
        .max(200, "Name at most 200 ids."),
    ),
  }),
  output: z.strictObject({ ...run.shape, data: z.array(run) }),
  async run({ tx, params: { entityType }, query: { ids } }) {
    const rows = await latestRuns(tx, entityType, ids);
    const [newest] = rows;
    if (!newest) throw new Problem("not_found", "None of these entities has an integration run.");
    return { ...toRun(newest), data: rows.map(toRun) };
  },
});
