import { z } from "zod";
import type { CountedOrganization, Organization } from "../../store/organizations.ts";
import * as shapes from "../shapes.ts";

export const organization = z.strictObject({
  id: shapes.outputId,
  name: z.string(),
  version: z.int(),
  dtCreated: shapes.time,
  dtLastModified: shapes.time,
});

export const toOrganization = ({ id, name, version, dtCreated, dtLastModified }: Organization) => ({
  id,
  name,
  version,
  dtCreated: dtCreated.toISOString(),
  dtLastModified: dtLastModified.toISOString(),
});

export const countedOrganization = organization.extend({
  users: z.int().describe("How many people belong to it"),
  serviceUsers: z.int(),
  credentials: z.int().describe("Without those that are deleted"),
});

export const toCountedOrganization = (row: CountedOrganization) => ({
  ...toOrganization(row),
  users: row.users,
  serviceUsers: row.serviceUsers,
  credentials: row.credentials,
});
