import { z } from "zod";
import { operation } from "../../define/operation.ts";
import { listEvents } from "../../store/event-list.ts";
import * as shapes from "../shapes.ts";
import { event, ids, toEvent } from "./shapes.ts";

/** Categories of the m3ter API. */
const categories = {
  Notification: { onlyMatched: true },
  IntegrationEvent: { namePrefix: "integration." },
  IngestValidationFailure: { namePrefix: "ingest.validation." },
  DataExportJobFailure: { namePrefix: "dataexport.job." },
} as const;
const categoryNames = Object.keys(categories) as (keyof typeof categories)[];

export default operation({
  id: "events.list",
  method: "GET",
  path: "/events",
  tag: "Events",
  summary: "List events, newest first",
  permission: { action: "config:retrieve", resource: "event" },
  query: z.object({
    ids: ids.optional(),
    notificationId: shapes.id.optional(),
    notificationCode: z.string().max(200).optional(),
    accountId: z.string().max(200).optional(),
    resourceId: z.string().max(200).optional(),
    eventName: z.string().max(200).optional(),
    eventType: z.enum(categoryNames, { error: `Use one of ${categoryNames.join(", ")}.` }).optional(),
    includeActioned: shapes.queryFlag.default(false),
    ...shapes.paging,
  }),
  output: shapes.page(event),
  async run({ tx, query: { eventType, ...query } }) {
    const { data, nextToken } = await listEvents(tx, { ...query, ...(eventType ? categories[eventType] : {}) });
    return { data: data.map(toEvent), nextToken };
  },
});
