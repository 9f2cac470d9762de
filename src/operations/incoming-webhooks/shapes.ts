import { z } from "zod";
import type { IncomingWebhookRow } from "../../store/incoming-webhooks.ts";
import * as shapes from "../shapes.ts";

const windowMessage = "Use a whole number of seconds from 30 to 3600.";

/** Header names that a signature cannot stand in: they mean something else, or a proxy changes them. */
const takenHeaders =
  /^(authorization|proxy-authorization|cookie|host|connection|content-(length|type|encoding)|transfer-encoding|date|user-agent|x-api-key)$/i;

export const optionsInput = z.strictObject({
  windowSeconds: z.int({ error: windowMessage }).min(30, windowMessage).max(3600, windowMessage).optional(),
  hubspotVersions: z
    .array(z.enum(["v3", "v2", "v1"], { error: "Use v3, v2 or v1." }))
    .min(1, "Name at least one version.")
    .max(3, "Name each version once.")
    .refine((versions) => new Set(versions).size === versions.length, "Name each version once.")
    .optional(),
  signatureHeader: z
    .string()
    .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "Give the name of a header, such as X-Signature.")
    .refine(
      (name) => !takenHeaders.test(name),
      "This header has another meaning. Give the one that holds the signature.",
    )
    .optional(),
});

export type Options = z.output<typeof optionsInput>;

export const webhookInput = {
  name: shapes.name,
  /** Null until the sender has given its secret, which may need the URL first: until then everything is refused. */
  credentialId: shapes.id.nullable(),
  workflowId: shapes.id.nullable(),
  active: z.boolean({ error: "Use true or false." }),
  options: optionsInput,
};

export const incomingWebhook = z.strictObject({
  id: shapes.outputId,
  name: z.string(),
  credentialId: shapes.outputId.nullable(),
  credentialName: z.string().nullable(),
  destination: z.string().nullable(),
  type: z.string().nullable(),
  workflowId: shapes.outputId.nullable(),
  active: z.boolean(),
  url: z.string(),
  options: z.strictObject({
    windowSeconds: z.int().optional(),
    hubspotVersions: z.array(z.string()).optional(),
    signatureHeader: z.string().optional(),
  }),
  ...shapes.history,
  counts: z.strictObject({ accepted24h: z.int(), rejected24h: z.int() }),
  lastMessageAt: shapes.time.nullable(),
});

export function toIncomingWebhook(publicUrl: string, row: IncomingWebhookRow): z.input<typeof incomingWebhook> {
  return {
    id: row.id,
    name: row.name,
    credentialId: row.credential_id,
    credentialName: row.credential_name,
    destination: row.destination,
    type: row.type,
    workflowId: row.workflow_id,
    active: row.active,
    url: `${publicUrl}/hooks/${row.token}`,
    options: row.options as Options,
    counts: { accepted24h: row.accepted24h, rejected24h: row.rejected24h },
    lastMessageAt: row.last_message_at?.toISOString() ?? null,
    version: row.version,
    dtCreated: row.dt_created.toISOString(),
    dtLastModified: row.dt_last_modified.toISOString(),
    createdBy: row.created_by,
    lastModifiedBy: row.last_modified_by,
  };
}
