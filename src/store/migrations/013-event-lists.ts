import { type Kysely, sql } from "kysely";

/** Pages of events that wait, and of those that fulfilled a rule, however many others there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index events_waiting on events (organization_id, id) where dt_actioned is null;
    create index event_matches_newest on event_matches (organization_id, event_id);
  `.execute(db);
}
