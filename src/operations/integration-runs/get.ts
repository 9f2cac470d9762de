import { operation } from "../../define/operation.ts";
import { idParams } from "../shapes.ts";
import { requireRun, run, tag, toRun } from "./shapes.ts";

export default operation({
  id: "integrationRuns.get",
  method: "GET",
  path: "/integrationruns/{id}",
  tag,
  summary: "Read an integration run",
  permission: { action: "config:retrieve", resource: "integration" },
  params: idParams,
  output: run,
  async run({ tx, params: { id } }) {
    return toRun(await requireRun(tx, id));
  },
});
