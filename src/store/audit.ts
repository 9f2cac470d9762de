import type { Kysely } from "kysely";
import { newId } from "../crypto/ids.ts";
import type { AuditAction, ResourceType } from "../define/glossary.ts";
import { findNames } from "./audit-names.ts";
import type { Database, Tx } from "./db.ts";
import { decodeCursor, toPage } from "./paging.ts";

export interface AuditEntry {
  id: string;
  organizationId: string;
  action: AuditAction;
  actorType: "USER" | "SERVICEUSER" | "SYSTEM";
  actorId: string | null;
  actorName: string | null;
  resourceType: ResourceType;
  resourceId: string | null;
  /** No secret and no value that a caller typed into a secret field. */
  detail: Record<string, unknown>;
  requestId: string | null;
}

/** Written in the transaction of the change itself: both are there, or neither. A row that names no thing gets its name. */
export async function writeAudit(db: Kysely<Database> | Tx, entry: AuditEntry): Promise<void> {
  const detail = { ...(await findNames(db, entry)), ...entry.detail };
  await db
    .insertInto("audit_events")
    .values({
      id: entry.id,
      organization_id: entry.organizationId,
      action: entry.action,
      actor_type: entry.actorType,
      actor_id: entry.actorId,
      actor_name: entry.actorName,
      resource_type: entry.resourceType,
      resource_id: entry.resourceId,
      detail: JSON.stringify(detail),
      request_id: entry.requestId,
    })
    .execute();
}

/** A row of what nobody asked for: Credenza did it by itself. */
export async function writeOwnAudit(
  tx: Tx,
  entry: Pick<AuditEntry, "organizationId" | "action" | "resourceType" | "resourceId" | "detail">,
): Promise<void> {
  const nobody = { actorType: "SYSTEM", actorId: null, actorName: null, requestId: null } as const;
  await writeAudit(tx, { id: newId(), ...nobody, ...entry });
}

export interface AuditQuery {
  resourceType?: ResourceType;
  resourceId?: string;
  pageSize: number;
  nextToken?: string;
}

export async function listAudit(tx: Tx, query: AuditQuery) {
  let select = tx
    .selectFrom("audit_events")
    .selectAll()
    .orderBy("id", "desc")
    .limit(query.pageSize + 1);
  if (query.resourceType) select = select.where("resource_type", "=", query.resourceType);
  if (query.resourceId) select = select.where("resource_id", "=", query.resourceId);
  if (query.nextToken) select = select.where("id", "<", decodeCursor(query.nextToken).id);
  return toPage(
    await select.execute(),
    query.pageSize,
    (row) => ({
      id: row.id,
      action: row.action,
      actorType: row.actor_type,
      actorId: row.actor_id,
      actorName: row.actor_name,
      resourceType: row.resource_type,
      resourceId: row.resource_id,
      dtOccurred: row.dt_occurred.toISOString(),
      detail: row.detail,
    }),
    (row) => ({ id: row.id }),
  );
}
