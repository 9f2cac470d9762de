import { type Kysely, sql } from "kysely";

/** No query looks for what these hold, and their statistics are most of what an ANALYZE costs while messages pour in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table incoming_messages
      alter column headers set statistics 0, alter column sealed_headers set statistics 0,
      alter column body set statistics 0, alter column verdict set statistics 0, alter column url set statistics 0;
    alter table deliveries alter column body set statistics 0;
    alter table events alter column data set statistics 0;
    alter table delivery_attempts
      alter column request_headers set statistics 0, alter column response_headers set statistics 0;
  `.execute(db);
}
