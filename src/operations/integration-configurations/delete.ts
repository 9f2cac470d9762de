import { operation } from "../../define/operation.ts";
import { deleteConfig } from "../../store/integration-configs.ts";
import { endWaitingRuns } from "../../store/integration-runs.ts";
import { idParams } from "../shapes.ts";
import { requireConfig, requireConfigForChange } from "./find.ts";
import { config, tag, toConfig } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.delete",
  method: "DELETE",
  path: "/integrationconfigs/{id}",
  tag,
  summary: "Delete an integration configuration; its runs and mappings stay, what waits ends as disabled",
  permission: { action: "config:delete", resource: "integration" },
  audit: { action: "integration.deleted", detail: ({ name, destination }) => ({ name, destination }) },
  params: idParams,
  output: config,
  async run({ context, tx, params: { id } }) {
    await requireConfigForChange(tx, id);
    const deleted = toConfig(await requireConfig(tx, id));
    await endWaitingRuns(tx, id, "The configuration was deleted.", new Date(context.now()));
    await deleteConfig(tx, id);
    return deleted;
  },
});
