import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { announceChange } from "../../store/db.ts";
import { findConfig } from "../../store/integration-configs.ts";
import { type IntegrationRunRow, insertRuns } from "../../store/integration-runs.ts";
import { idParams } from "../shapes.ts";
import { requireRun, run, tag, toRun } from "./shapes.ts";

export default operation({
  id: "integrationRuns.replay",
  method: "POST",
  path: "/integrationruns/{id}/replay",
  tag,
  summary: "Work a run off once more, as a new run that names this one",
  permission: { action: "config:update", resource: "integration" },
  audit: {
    action: "integrationrun.replayed",
    itemId: ({ integrationConfigId }) => integrationConfigId,
    detail: ({ id, parentIntegrationRunId }) => ({ runId: id, parentIntegrationRunId }),
  },
  params: idParams,
  output: run,
  errors: ["run_not_retryable"],
  async run({ context, tx, actor, organizationId, params }) {
    const row = await requireRun(tx, params.id);
    if (row.due_at !== null) throw new Problem("run_not_retryable", "The run is not over yet.");
    const config = row.config_id === null ? undefined : await findConfig(tx, row.config_id);
    if (!config) throw new Problem("run_not_retryable", "Its configuration is deleted.");
    if (!actor.may("config:update", "integration", config.id)) {
      throw new Problem("not_permitted", "This needs the permission config:update on integration.");
    }
    const id = newId();
    await insertRuns(tx, [{ ...replayOf(row, config.id, id), actorId: actor.id }], new Date(context.now()));
    await announceChange(tx, "integration", organizationId);
    return toRun(await requireRun(tx, id));
  },
});

/**
 * The same entity as it was then. Calls that were answered are not made again, unless all were; one that nobody knows the
 * end of goes out unchanged under its old idempotency key.
 */
function replayOf(row: IntegrationRunRow, configId: string, id: string) {
  const isUncertain = row.status === "TIMEOUT_LIMIT_EXCEEDED";
  const answers = row.status === "COMPLETE" ? [] : row.answers;
  return {
    id,
    organizationId: row.organization_id,
    configId,
    parentId: row.id,
    eventId: row.event_id,
    requestKey: isUncertain ? row.request_key : id,
    entityType: row.entity_type,
    entityId: row.entity_id,
    destination: row.destination,
    destinationId: row.destination_id,
    input: row.input,
    requests: isUncertain ? row.requests : (row.requests?.slice(0, answers.length) ?? null),
    answers,
  };
}
