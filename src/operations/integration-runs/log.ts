import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listLog } from "../../store/integration-runs.ts";
import { idParams } from "../shapes.ts";
import { requireRun, tag } from "./shapes.ts";

export default operation({
  id: "integrationRuns.log",
  method: "GET",
  path: "/integrationruns/logs/{id}",
  tag,
  summary: "Read every call of a run with its answer, without secrets: JSON in base64",
  permission: { action: "config:retrieve", resource: "integration" },
  params: idParams,
  output: z.strictObject({ Payload: z.string() }),
  async run({ tx, params: { id } }) {
    await requireRun(tx, id);
    const text = JSON.stringify(await listLog(tx, id));
    return { Payload: Buffer.from(text).toString("base64") };
  },
});
