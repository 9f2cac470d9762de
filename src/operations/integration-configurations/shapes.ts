import { z } from "zod";
import { faultOf } from "../../calculations/calculations.ts";
import { accountRoots } from "../../integrations/account-filter.ts";
import type { IntegrationConfigRow } from "../../store/integration-configs.ts";
import * as shapes from "../shapes.ts";

export const tag = "Integrations";

const mapping = z.string({ error: "Give a JSONata expression." }).min(1, "Give a JSONata expression.").max(20_000);
const word = (what: string) =>
  z
    .string({ error: `Give ${what}.` })
    .trim()
    .min(1, `Give ${what}.`)
    .max(200);

export const entityType = z
  .string({ error: "Give an entity type such as Bill." })
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,99}$/, "Give an entity type such as Bill: letters, digits, - and _.");
/** Destinations are in capitals; other clients write "Webhook". */
export const destination = z
  .string({ error: "Name a destination from the list of systems." })
  .trim()
  .min(1, "Name a destination from the list of systems.")
  .max(100)
  .transform((value) => value.toUpperCase());

const step = z.strictObject({
  method: z.enum(["POST", "PUT", "PATCH"], { error: "Use POST, PUT or PATCH." }),
  path: z
    .string({ error: "Give a path that begins with /." })
    .max(2000)
    .regex(/^\/[^\s\\#]*$/, "Give a path that begins with /, without spaces and #."),
  format: z.enum(["json", "form"], { error: "Use json or form." }).default("json"),
  mapping: mapping.optional(),
});

const ids = z.array(word("an id")).max(10_000, "Give at most 10,000 ids.");
export const emails = z
  .array(z.email({ error: "Give an e-mail address." }).max(254))
  .max(50, "Give at most 50 addresses.");
const countMessage = "Use a whole number from 1 to 1000.";
export const maxFailures = z.int({ error: countMessage }).min(1, countMessage).max(1000, countMessage);

const filterExpression = z
  .string({ error: "Give a calculation." })
  .max(5000)
  .superRefine((text, context) => {
    const fault = text === "" ? undefined : faultOf(text, accountRoots);
    if (fault) context.addIssue({ code: "custom", message: fault.message });
  });

export const configData = z.strictObject(
  {
    preset: word("a preset's id").optional(),
    events: z.array(word("an event name")).min(1, "Name at least one event, or leave it out.").max(50).optional(),
    steps: z
      .array(step)
      .min(1, "Give at least one call, or leave it out.")
      .max(10, "Give at most 10 calls.")
      .optional(),
    externalId: mapping.optional(),
    externalTable: word("a table").optional(),
    accountTable: word("a table").optional(),
    accountFilter: z
      .strictObject({ allow: ids.optional(), deny: ids.optional(), expression: filterExpression.optional() })
      .optional(),
    maxFailures: maxFailures.optional(),
    notify: emails.optional(),
  },
  { error: (issue) => (issue.code === "invalid_type" ? "Give the settings as an object." : undefined) },
);

export const config = z.strictObject({
  id: shapes.outputId,
  name: z.string(),
  entityType: z.string(),
  entityId: z.string().nullable(),
  destination: z.string(),
  destinationId: z.string().nullable(),
  configData: z.record(z.string(), z.unknown()),
  authorized: z.boolean(),
  enabled: z.boolean(),
  triggerType: z.literal("EVENT"),
  integrationCredentialsId: shapes.outputId.nullable(),
  consecutiveFailures: z.int(),
  dtDisabled: shapes.time.nullable(),
  disabledReason: z.string().nullable(),
  ...shapes.history,
});

export function toConfig(row: IntegrationConfigRow): z.input<typeof config> {
  return {
    id: row.id,
    name: row.name,
    entityType: row.entity_type,
    entityId: row.entity_id,
    destination: row.destination,
    destinationId: row.destination_id,
    configData: { ...row.config_data },
    authorized: row.authorized,
    enabled: row.enabled,
    triggerType: "EVENT",
    integrationCredentialsId: row.credential_id,
    consecutiveFailures: row.failures,
    dtDisabled: row.dt_disabled?.toISOString() ?? null,
    disabledReason: row.disabled_reason,
    ...shapes.historyOf(row),
  };
}
