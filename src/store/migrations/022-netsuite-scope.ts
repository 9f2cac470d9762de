import { type Kysely, sql } from "kysely";

/** What a NetSuite certificate calls became a field; it was REST web services alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update credentials set fields = fields || '{"scope": "rest_webservices"}'
    where type = 'NETSUITE_M2M' and not fields ? 'scope'
  `.execute(db);
}
