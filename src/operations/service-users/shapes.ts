import { z } from "zod";
import { Problem } from "../../errors.ts";
import type { AccessKey } from "../../store/access-keys.ts";
import type { Tx } from "../../store/db.ts";
import { findServiceUser, type ServiceUser } from "../../store/service-users.ts";
import * as shapes from "../shapes.ts";

export const serviceUser = z.strictObject({ id: shapes.outputId, name: z.string(), ...shapes.history });

export const toServiceUser = (row: ServiceUser) => ({
  id: row.id,
  name: row.name,
  version: row.version,
  dtCreated: row.dtCreated.toISOString(),
  dtLastModified: row.dtLastModified.toISOString(),
  createdBy: row.createdBy,
  lastModifiedBy: row.lastModifiedBy,
});

export async function requireServiceUser(tx: Tx, id: string): Promise<ServiceUser> {
  const row = await findServiceUser(tx, id);
  if (!row) throw new Problem("not_found", "There is no service user with this id.");
  return row;
}

/** Never the API secret: only its digest is kept. */
export const accessKey = z.strictObject({
  id: shapes.outputId,
  accessKeyId: z.string(),
  status: z.enum(["ACTIVE", "INACTIVE"]),
  lastUsedAt: shapes.time.nullable(),
  dtCreated: shapes.time,
  createdBy: z.string().nullable(),
});

export const toAccessKey = (row: AccessKey) => ({
  id: row.id,
  accessKeyId: row.accessKeyId,
  status: row.status,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  dtCreated: row.dtCreated.toISOString(),
  createdBy: row.createdBy,
});

export const accessKeyParams = z.object({ id: shapes.id, credId: shapes.id });

export const noAccessKey = (): Problem => new Problem("not_found", "There is no access key with this id here.");
