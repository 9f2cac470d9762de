import { z } from "zod";
import { Problem } from "../../errors.ts";
import type { Tx } from "../../store/db.ts";
import { type DeliveryRow, findDelivery, type listAttempts } from "../../store/deliveries.ts";
import * as shapes from "../shapes.ts";

const nullableTime = shapes.time.nullable();
const headers = z.array(z.tuple([z.string(), z.string()]));

export const statuses = ["WAITING", "DELIVERED", "FAILED"] as const;

export const delivery = z.strictObject({
  id: shapes.outputId,
  webhookId: shapes.outputId,
  eventId: z.string().nullable(),
  eventName: z.string(),
  status: z.enum(statuses),
  attempts: z.int(),
  nextAttemptAt: nullableTime,
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  replayOf: z.string().nullable(),
  dtCreated: shapes.time,
  dtFinished: nullableTime,
});

export const deliveryDetails = z.strictObject({
  ...delivery.shape,
  url: z.string(),
  body: z.string(),
  attemptLog: z.array(
    z.strictObject({
      number: z.int(),
      dtStarted: shapes.time,
      durationMs: z.int(),
      status: z.int().nullable(),
      error: z.string().nullable(),
      requestHeaders: headers,
      responseHeaders: headers,
      responseBody: z.string(),
      nextAttemptAt: nullableTime,
    }),
  ),
});

export const toDelivery = (row: DeliveryRow): z.input<typeof delivery> => ({
  id: row.id,
  webhookId: row.webhook_id,
  eventId: row.event_id,
  eventName: row.event_name,
  status: row.status,
  attempts: row.attempts,
  nextAttemptAt: row.due_at?.toISOString() ?? null,
  lastStatus: row.last_status,
  lastError: row.last_error,
  replayOf: row.replay_of,
  dtCreated: row.dt_created.toISOString(),
  dtFinished: row.dt_finished?.toISOString() ?? null,
});

type AttemptRow = Awaited<ReturnType<typeof listAttempts>>[number];

export const toAttempt = (row: AttemptRow): z.input<typeof deliveryDetails>["attemptLog"][number] => ({
  number: row.number,
  dtStarted: row.dt_started.toISOString(),
  durationMs: row.duration_ms,
  status: row.status,
  error: row.error,
  requestHeaders: row.request_headers,
  responseHeaders: row.response_headers,
  responseBody: row.response_body.toString("utf8"),
  nextAttemptAt: row.next_at?.toISOString() ?? null,
});

export async function requireDelivery(tx: Tx, id: string) {
  const row = await findDelivery(tx, id);
  if (!row) throw new Problem("not_found", "There is no delivery with this id.");
  return row;
}

export const filter = {
  status: z.enum(statuses, { error: "Use WAITING, DELIVERED or FAILED." }).optional(),
  eventName: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true, error: "Use a time such as 2026-01-31T12:00:00Z." }).optional(),
  to: z.iso.datetime({ offset: true, error: "Use a time such as 2026-01-31T12:00:00Z." }).optional(),
};
