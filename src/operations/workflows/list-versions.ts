import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listVersions } from "../../store/workflow-versions.ts";
import * as shapes from "../shapes.ts";
import { requireWorkflow } from "./find.ts";

const listedVersion = z.strictObject({
  number: z.int(),
  note: z.string().nullable(),
  dtCreated: shapes.time,
  createdBy: z.string().nullable(),
  createdByName: z.string().nullable(),
});

export default operation({
  id: "workflows.listVersions",
  method: "GET",
  path: "/workflows/{id}/versions",
  tag: "Workflows",
  summary: "List the published versions, newest first",
  permission: { action: "config:retrieve", resource: "workflow" },
  params: shapes.idParams,
  query: z.object(shapes.paging),
  output: shapes.page(listedVersion),
  async run({ tx, params: { id }, query }) {
    await requireWorkflow(tx, id);
    const { data, nextToken } = await listVersions(tx, id, query);
    const shown = data.map((row) => ({
      number: row.number,
      note: row.note,
      dtCreated: row.dt_created.toISOString(),
      createdBy: row.created_by,
      createdByName: row.created_by_name,
    }));
    return { data: shown, nextToken };
  },
});
