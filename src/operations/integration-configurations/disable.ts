import { operation } from "../../define/operation.ts";
import { switchConfig } from "../../store/integration-configs.ts";
import { endWaitingRuns } from "../../store/integration-runs.ts";
import { idParams } from "../shapes.ts";
import { requireConfig, requireConfigForChange } from "./find.ts";
import { config, tag, toConfig } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.disable",
  method: "POST",
  path: "/integrationconfigs/{id}/disable",
  tag,
  summary: "Disable an integration configuration; what waits ends as disabled",
  permission: { action: "config:update", resource: "integration" },
  audit: { action: "integration.disabled", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: config,
  async run({ context, tx, actor, params: { id } }) {
    await requireConfigForChange(tx, id);
    const at = new Date(context.now());
    await switchConfig(tx, id, { actorId: actor.id, enabled: false, at, reason: "Switched off." });
    await endWaitingRuns(tx, id, "The configuration was disabled.", at);
    return toConfig(await requireConfig(tx, id));
  },
});
