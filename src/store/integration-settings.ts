import type { Tx } from "./db.ts";

export interface IntegrationSettings {
  maxFailures: number;
  notify: string[];
  version: number;
}

const unsaid: IntegrationSettings = { maxFailures: 10, notify: [], version: 1 };

export async function readSettings(tx: Tx): Promise<IntegrationSettings> {
  const row = await tx.selectFrom("integration_settings").selectAll().executeTakeFirst();
  return row ? { maxFailures: row.max_failures, notify: row.notify, version: row.version } : unsaid;
}

export async function writeSettings(tx: Tx, organizationId: string, settings: IntegrationSettings): Promise<void> {
  const values = { max_failures: settings.maxFailures, notify: settings.notify, version: settings.version };
  await tx
    .insertInto("integration_settings")
    .values({ organization_id: organizationId, ...values })
    .onConflict((conflict) => conflict.column("organization_id").doUpdateSet(values))
    .execute();
}
