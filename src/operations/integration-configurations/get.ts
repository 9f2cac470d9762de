import { operation } from "../../define/operation.ts";
import { latestRunOfConfig } from "../../store/integration-runs.ts";
import { idParams } from "../shapes.ts";
import { requireConfig } from "./find.ts";
import { configWithRun, toConfigWithRun } from "./latest-run.ts";
import { tag } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.get",
  method: "GET",
  path: "/integrationconfigs/{id}",
  tag,
  summary: "Read an integration configuration, with how its latest run stands",
  permission: { action: "config:retrieve", resource: "integration" },
  params: idParams,
  output: configWithRun,
  async run({ tx, params: { id } }) {
    return toConfigWithRun(await requireConfig(tx, id), await latestRunOfConfig(tx, id));
  },
});
