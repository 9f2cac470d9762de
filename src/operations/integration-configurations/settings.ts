import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { readSettings } from "../../store/integration-settings.ts";
import { emails, maxFailures, tag } from "./shapes.ts";

export const settings = z.strictObject({ maxFailures, notify: emails, version: z.int() });

export default operation({
  id: "integrationConfigurations.getSettings",
  method: "GET",
  path: "/integrationconfigs/settings",
  tag,
  summary: "Read what holds for all integration configurations that do not say otherwise",
  permission: { action: "config:retrieve", resource: "integration" },
  output: settings,
  run: ({ tx }) => readSettings(tx),
});
