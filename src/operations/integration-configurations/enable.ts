import { operation } from "../../define/operation.ts";
import { switchConfig } from "../../store/integration-configs.ts";
import { idParams } from "../shapes.ts";
import { requireConfig, requireConfigForChange } from "./find.ts";
import { config, tag, toConfig } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.enable",
  method: "POST",
  path: "/integrationconfigs/{id}/enable",
  tag,
  summary: "Enable an integration configuration again; its count of failures starts afresh",
  permission: { action: "config:update", resource: "integration" },
  audit: { action: "integration.enabled", detail: ({ name }) => ({ name }) },
  params: idParams,
  output: config,
  async run({ context, tx, actor, params: { id } }) {
    await requireConfigForChange(tx, id);
    const at = new Date(context.now());
    await switchConfig(tx, id, { actorId: actor.id, enabled: true, at, reason: null });
    return toConfig(await requireConfig(tx, id));
  },
});
