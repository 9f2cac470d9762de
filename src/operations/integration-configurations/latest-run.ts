import { z } from "zod";
import type { IntegrationConfigRow } from "../../store/integration-configs.ts";
import type { IntegrationRunRow } from "../../store/integration-runs.ts";
import { runStatuses } from "../../store/integration-tables.ts";
import * as shapes from "../shapes.ts";
import { config, toConfig } from "./shapes.ts";

/** m3ter's clients read a configuration as a run: it has the members of its latest one beside its own. */
export const configWithRun = z.strictObject({
  ...config.shape,
  status: z.enum(runStatuses),
  dtStarted: shapes.time.nullable(),
  dtCompleted: shapes.time.nullable(),
  error: z.string().nullable(),
  url: z.string().nullable(),
  externalId: z.string().nullable(),
  parentIntegrationRunId: shapes.outputId.nullable(),
});

export function toConfigWithRun(
  row: IntegrationConfigRow,
  run: IntegrationRunRow | undefined,
): z.input<typeof configWithRun> {
  return {
    ...toConfig(row),
    status: run?.status ?? (row.enabled ? "WAITING" : "DISABLED"),
    dtStarted: run?.dt_started?.toISOString() ?? null,
    dtCompleted: run?.dt_completed?.toISOString() ?? null,
    error: run?.error ?? null,
    url: run?.url ?? null,
    externalId: run?.external_id ?? null,
    parentIntegrationRunId: run?.parent_id ?? null,
  };
}
