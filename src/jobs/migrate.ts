import { runMigrations } from "graphile-worker";
import { registerMessageTask } from "../store/accepted-messages.ts";
import type { Store } from "../store/db.ts";

/** Makes or updates the job tables; our own migrations refer to them. */
export async function migrateJobs(pgPool: Store["systemPool"]): Promise<void> {
  await runMigrations({ pgPool });
  await registerMessageTask(pgPool);
}
