import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { countOrganization, renameOrganization } from "../../store/organizations.ts";
import { versionConflict } from "../permission-policies/version-conflict.ts";
import * as shapes from "../shapes.ts";
import { countedOrganization, toCountedOrganization } from "./shapes.ts";

export default operation({
  id: "organizations.update",
  method: "PUT",
  path: "",
  tag: "Organization",
  summary: "Rename the organization; its id and everything that names it stay",
  permission: { action: "config:update", resource: "organization", idParam: "orgId" },
  audit: { action: "organization.updated", detail: ({ name, version }) => ({ name, version }) },
  body: z.strictObject({ name: shapes.name, version: shapes.version }),
  output: countedOrganization,
  errors: ["version_conflict"],
  async run({ tx, organizationId, body }) {
    const isRenamed = await renameOrganization(tx, { id: organizationId, ...body });
    const row = await countOrganization(tx, organizationId);
    if (!row) throw new Problem("not_found");
    if (!isRenamed) throw versionConflict(row.version);
    return toCountedOrganization(row);
  },
});
