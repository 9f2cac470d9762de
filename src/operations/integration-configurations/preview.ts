import { z } from "zod";
import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { entityOf, objectOf } from "../../integrations/entity.ts";
import { makeRequest } from "../../integrations/make-request.ts";
import { planOf, presetOf } from "../../integrations/plan.ts";
import { RunFailure } from "../../integrations/run-failure.ts";
import type { Tx } from "../../store/db.ts";
import { findEvent } from "../../store/events.ts";
import type { PreparedRequest, RunInput } from "../../store/integration-tables.ts";
import * as shapes from "../shapes.ts";
import { configData, destination, entityType, tag } from "./shapes.ts";

const request = z.strictObject({
  method: z.string(),
  path: z.string(),
  format: z.enum(["json", "form"]),
  body: z.unknown(),
});
const anything = z.record(z.string(), z.unknown(), { error: "Give an object." });

export default operation({
  id: "integrationConfigurations.preview",
  method: "POST",
  path: "/integrationconfigs/preview",
  tag,
  summary: "Show the calls that a mapping makes of an event, an entity or the preset's sample; nothing is sent",
  permission: { action: "config:retrieve", resource: "integration" },
  body: z.strictObject({
    destination,
    entityType,
    configData: configData.default({}),
    eventId: shapes.id.optional(),
    entity: anything.optional(),
    /** Stand for the answers of earlier calls. */
    steps: z.array(z.unknown()).max(10).default([]),
    accountExternalId: z.string().max(200).optional(),
    externalId: z.string().max(200).optional(),
  }),
  output: z.strictObject({
    success: z.boolean(),
    requests: z.array(request),
    errorMessage: z.string().nullable(),
    input: anything,
  }),
  async run({ context, organizationId, tx, body }) {
    const preset = presetOf(context.registry, body.destination, body.entityType, body.configData);
    const { steps } = planOf(preset, body.configData);
    const made = await inputOf(context, tx, body.eventId);
    const input = {
      ...made,
      entity: body.entity ?? made.entity ?? preset?.sample ?? {},
      accountExternalId: body.accountExternalId ?? "account_external_id",
      externalId: body.externalId ?? null,
      credential: { realmId: "realm_id" },
      requestKey: made.event.id,
    };
    const requests: PreparedRequest[] = [];
    const answers = [...body.steps];
    try {
      for (const [index, step] of steps.entries()) {
        requests.push(await makeRequest(context.expressions.of(organizationId), step, { ...input, steps: answers }));
        answers[index] ??= { id: `id_of_call_${index + 1}` };
      }
      return { success: true, requests, errorMessage: null, input };
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error;
      return { success: false, requests, errorMessage: `Call ${requests.length + 1}: ${error.message}`, input };
    }
  },
});

async function inputOf(
  { now }: Context,
  tx: Tx,
  eventId: string | undefined,
): Promise<Omit<RunInput, "entity"> & { entity: RunInput["entity"] | undefined }> {
  if (eventId === undefined) {
    const event = { id: newId(), eventName: "preview", eventTime: new Date(now()).toISOString() };
    return { entity: undefined, old: null, event };
  }
  const row = await findEvent(tx, eventId);
  if (!row) throw new Problem("not_found", "There is no event with this id.");
  const event = { id: row.id, eventName: row.event_name, eventTime: new Date(row.event_time).toISOString() };
  return { entity: entityOf({ data: row.data }), old: objectOf(row.data.old), event };
}
