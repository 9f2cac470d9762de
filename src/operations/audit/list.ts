import { z } from "zod";
import { resourceTypes } from "../../define/glossary.ts";
import { operation } from "../../define/operation.ts";
import { listAudit } from "../../store/audit.ts";
import { paging } from "../shapes.ts";
import { auditPage } from "./shapes.ts";

export default operation({
  id: "audit.list",
  method: "GET",
  path: "/audit",
  tag: "Audit",
  summary: "Read what was done in the organization, newest first",
  permission: { action: "audit:retrieve", resource: "audit" },
  query: z.object({
    resourceType: z.enum(resourceTypes).optional(),
    resourceId: z.uuid().optional(),
    ...paging,
  }),
  output: auditPage,
  run: ({ tx, query }) => listAudit(tx, query),
});
