import { z } from "zod";
import { fieldSchema } from "../../define/fields-schema.ts";
import type { Registry } from "../../define/registry.ts";
import type { OutgoingWebhookRow } from "../../store/outgoing-webhooks.ts";
import * as shapes from "../shapes.ts";

export const signingDestination = "WEBHOOK";
export const signingType = "M3TER_SIGNED_REQUEST";

const wholeNumber = (min: number, max: number) => {
  const error = `Use a whole number from ${min} to ${max}.`;
  return z.int({ error }).min(min, error).max(max, error);
};

const signingFields = (registry: Registry) => {
  const fields = registry.type(signingDestination, signingType)?.fields;
  if (!fields?.apiKey || !fields.secret) throw new Error("The signing credential is not defined");
  return { apiKey: fieldSchema(fields.apiKey), secret: fieldSchema(fields.secret) };
};

const ownMembers = {
  type: z.literal(signingType, { error: `Use ${signingType}.` }).default(signingType),
  destination: z.literal(signingDestination, { error: `Use ${signingDestination}.` }).optional(),
  name: shapes.name.optional(),
  version: z.int().optional(),
  empty: z.boolean().optional(),
};

export const newCredentials = (registry: Registry) => z.strictObject({ ...ownMembers, ...signingFields(registry) });

export const changedCredentials = (registry: Registry) => {
  const { apiKey, secret } = signingFields(registry);
  return z.strictObject({ ...ownMembers, apiKey: apiKey.optional(), secret: secret.optional() });
};

export const webhookInput = {
  name: shapes.name,
  description: z.string({ error: "Give a description." }).trim().max(1000, "Use at most 1,000 characters."),
  url: z.string({ error: "Give a URL." }).trim().min(1, "Give a URL.").max(2000, "Use at most 2,000 characters."),
  code: z
    .string({ error: "Give a code." })
    .regex(/^[a-z0-9_.-]{1,80}$/i, "Use 1 to 80 letters, digits and _ . - only."),
  active: z.boolean({ error: "Use true or false." }),
  concurrency: wholeNumber(1, 200),
  requestsPerSecond: wholeNumber(1, 10_000).nullable(),
  orderingKey: z
    .string({ error: "Give a path such as data.new.accountId." })
    .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){0,9}$/, "Give a path such as data.new.accountId.")
    .max(200, "Use at most 200 characters.")
    .nullable(),
  messageSignature: z.boolean({ error: "Use true or false." }),
};

export const outgoingWebhook = z.strictObject({
  id: shapes.outputId,
  name: z.string(),
  code: z.string(),
  description: z.string(),
  url: z.string(),
  active: z.boolean(),
  concurrency: z.int(),
  requestsPerSecond: z.int().nullable(),
  orderingKey: z.string().nullable(),
  messageSignature: z.boolean(),
  failingSince: shapes.time.nullable(),
  dtPaused: shapes.time.nullable().describe("Since when deliveries wait after three days of failure"),
  dtGone: shapes.time.nullable().describe("When its receiver answered 410 and it was switched off"),
  heldUntil: shapes.time.nullable(),
  credentials: z
    .strictObject({
      id: shapes.outputId,
      name: z.string(),
      type: z.string(),
      destination: z.string(),
      apiKey: z.string(),
      ...shapes.history,
    })
    .nullable(),
  ...shapes.history,
});

export function toOutgoingWebhook(row: OutgoingWebhookRow): z.input<typeof outgoingWebhook> {
  const { credential } = row;
  return {
    id: row.id,
    name: row.name,
    code: row.code,
    description: row.description,
    url: row.url,
    active: row.active,
    concurrency: row.concurrency,
    requestsPerSecond: row.requests_per_second,
    orderingKey: row.ordering_key,
    messageSignature: row.message_signature,
    failingSince: row.failing_since?.toISOString() ?? null,
    dtPaused: row.dt_paused?.toISOString() ?? null,
    dtGone: row.dt_gone?.toISOString() ?? null,
    heldUntil: row.held_until?.toISOString() ?? null,
    credentials: credential && {
      id: credential.id,
      name: credential.name,
      type: credential.type,
      destination: credential.destination,
      apiKey: credential.fields.apiKey ?? "",
      ...shapes.historyOf(credential),
    },
    ...shapes.historyOf(row),
  };
}

/** `Billing → ERP (EU)` becomes `billing_erp_eu`. */
export function codeFrom(name: string): string {
  const code = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return code.slice(0, 80) || "webhook";
}
