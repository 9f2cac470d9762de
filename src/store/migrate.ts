import type { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import * as mainJob from "./migrations/001-main-job.ts";
import * as jobs from "./migrations/002-jobs.ts";
import * as signIn from "./migrations/003-sign-in.ts";
import * as events from "./migrations/004-events.ts";
import * as deliveries from "./migrations/005-deliveries.ts";
import * as integrations from "./migrations/006-integrations.ts";
import * as workflows from "./migrations/007-workflows.ts";
import * as schedules from "./migrations/009-schedules.ts";
import * as childRuns from "./migrations/010-child-runs.ts";
import * as eventTypes from "./migrations/012-event-types.ts";
import * as eventLists from "./migrations/013-event-lists.ts";
import * as keysOutside from "./migrations/015-keys-outside-organizations.ts";
import * as auditStays from "./migrations/016-audit-stays.ts";
import * as wideColumns from "./migrations/020-wide-columns.ts";
import * as heldWebhooks from "./migrations/021-held-webhooks.ts";
import * as netsuiteScope from "./migrations/022-netsuite-scope.ts";
import * as choiceByLink from "./migrations/023-choice-by-link.ts";
import * as userGroups from "./migrations/024-user-groups.ts";
import * as dataKeys from "./migrations/025-data-keys.ts";
import * as deliveryChain from "./migrations/026-delivery-chain.ts";
import * as renewalInDoubt from "./migrations/027-renewal-in-doubt.ts";
import * as goneWebhooks from "./migrations/028-gone-webhooks.ts";
import type { Database } from "./schema.ts";

export const migrations: Record<string, Migration> = {
  "001-main-job": mainJob,
  "002-jobs": jobs,
  "003-sign-in": signIn,
  "004-events": events,
  "005-deliveries": deliveries,
  "006-integrations": integrations,
  "007-workflows": workflows,
  "009-schedules": schedules,
  "010-child-runs": childRuns,
  "012-event-types": eventTypes,
  "013-event-lists": eventLists,
  "015-keys-outside-organizations": keysOutside,
  "016-audit-stays": auditStays,
  "020-wide-columns": wideColumns,
  "021-held-webhooks": heldWebhooks,
  "022-netsuite-scope": netsuiteScope,
  "023-choice-by-link": choiceByLink,
  "024-user-groups": userGroups,
  "025-data-keys": dataKeys,
  "026-delivery-chain": deliveryChain,
  "027-renewal-in-doubt": renewalInDoubt,
  "028-gone-webhooks": goneWebhooks,
};

/**
 * Brings the tables to this version. Several processes may call it at once: Kysely takes a lock. A number may come after a
 * later one, because no file changes what another between them does.
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const provider = { getMigrations: async () => migrations };
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
