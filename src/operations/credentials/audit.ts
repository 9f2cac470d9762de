import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listAudit } from "../../store/audit.ts";
import { auditPage } from "../audit/shapes.ts";
import { idParams, paging } from "../shapes.ts";
import { requireCredential } from "./find.ts";

export default operation({
  id: "credentials.audit",
  method: "GET",
  path: "/integrationcredentials/{id}/audit",
  tag: "Credentials",
  summary: "Read what was done with a credential",
  permission: { action: "config:retrieve", resource: "credential" },
  params: idParams,
  query: z.object(paging),
  output: auditPage,
  async run({ tx, params: { id }, query }) {
    await requireCredential(tx, id);
    return listAudit(tx, { ...query, resourceType: "credential", resourceId: id });
  },
});
