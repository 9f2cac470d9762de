import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { readSettings, writeSettings } from "../../store/integration-settings.ts";
import { requireVersion } from "../credentials/find.ts";
import { version } from "../shapes.ts";
import { settings } from "./settings.ts";
import { emails, maxFailures, tag } from "./shapes.ts";

export default operation({
  id: "integrationConfigurations.updateSettings",
  method: "PUT",
  path: "/integrationconfigs/settings",
  tag,
  summary: "Say after how many failed runs in a row a configuration is disabled, and who is told by e-mail",
  permission: { action: "config:update", resource: "integration" },
  audit: {
    action: "integration.settings",
    itemId: () => null,
    detail: ({ maxFailures, notify }) => ({ maxFailures, told: notify.length }),
  },
  body: z.strictObject({ maxFailures: maxFailures.optional(), notify: emails.optional(), version }),
  output: settings,
  errors: ["version_conflict"],
  async run({ tx, organizationId, body }) {
    const current = await readSettings(tx);
    requireVersion(current.version, body.version);
    const { maxFailures = current.maxFailures, notify = current.notify } = body;
    const changed = { maxFailures, notify, version: current.version + 1 };
    await writeSettings(tx, organizationId, changed);
    return changed;
  },
});
