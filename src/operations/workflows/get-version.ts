import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { time } from "../shapes.ts";
import { requireVersionOf } from "./find.ts";
import { numberParams, storedDefinition } from "./shapes.ts";

export default operation({
  id: "workflows.getVersion",
  method: "GET",
  path: "/workflows/{id}/versions/{number}",
  tag: "Workflows",
  summary: "Read a published version",
  permission: { action: "config:retrieve", resource: "workflow" },
  params: numberParams,
  output: z.strictObject({
    number: z.int(),
    note: z.string().nullable(),
    dtCreated: time,
    createdBy: z.string().nullable(),
    definition: storedDefinition,
  }),
  async run({ tx, params: { id, number } }) {
    const row = await requireVersionOf(tx, id, number);
    return {
      number: row.number,
      note: row.note,
      dtCreated: row.dt_created.toISOString(),
      createdBy: row.created_by,
      definition: row.definition as z.input<typeof storedDefinition>,
    };
  },
});
