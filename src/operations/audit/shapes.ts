import { z } from "zod";
import * as shapes from "../shapes.ts";

export const auditPage = shapes.page(
  z.strictObject({
    id: shapes.outputId,
    action: z.string(),
    actorType: z.string(),
    actorId: z.string().nullable(),
    actorName: z.string().nullable(),
    resourceType: z.string(),
    resourceId: z.string().nullable(),
    dtOccurred: shapes.time,
    detail: z.record(z.string(), z.unknown()),
  }),
);
