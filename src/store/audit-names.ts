import { type Kysely, sql } from "kysely";
import type { ResourceType } from "../define/glossary.ts";
import type { Database } from "./db.ts";

/** Where the name of a thing stands that the audit trail tells of. */
const namePlaces: Partial<Record<ResourceType, [table: string, column: string]>> = {
  credential: ["credentials", "name"],
  incomingwebhook: ["incoming_webhooks", "name"],
  webhook: ["outgoing_webhooks", "name"],
  workflow: ["workflows", "name"],
  integration: ["integration_configs", "name"],
  serviceuser: ["service_users", "name"],
  permissionpolicy: ["permission_policies", "name"],
  organization: ["organizations", "name"],
  user: ["users", "email"],
  usergroup: ["user_groups", "name"],
  event: ["events", "event_name"],
};

const principals: Record<string, ResourceType> = { USER: "user", SERVICEUSER: "serviceuser", USERGROUP: "usergroup" };

interface NamedThing {
  resourceType: ResourceType;
  resourceId: string | null;
  detail: Record<string, unknown>;
}

const uuid = /^[0-9a-f-]{36}$/;

/** What is missing in a detail: the thing's own name, and that of the principal a policy is attached to. */
export async function findNames(
  db: Kysely<Database>,
  { resourceType, resourceId, detail }: NamedThing,
): Promise<{ name?: string; principalName?: string }> {
  const { name, principalType, principalId } = detail;
  const own = name === undefined ? await findResourceName(db, resourceType, resourceId) : undefined;
  const kind = principals[String(principalType)];
  const principal = kind && (await findResourceName(db, kind, String(principalId)));
  return {
    ...(own === undefined ? {} : { name: own }),
    ...(principal === undefined ? {} : { principalName: principal }),
  };
}

/** One query; none for things without a name. */
async function findResourceName(
  db: Kysely<Database>,
  resourceType: ResourceType,
  resourceId: string | null,
): Promise<string | undefined> {
  const place = namePlaces[resourceType];
  if (!place || resourceId === null || !uuid.test(resourceId)) return undefined;
  const [table, column] = place;
  const { rows } = await sql<{ name: string }>`
    select ${sql.ref(column)} as name from ${sql.table(table)} where id = ${resourceId}::uuid`.execute(db);
  return rows[0]?.name;
}
