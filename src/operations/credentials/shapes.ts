import { z } from "zod";
import { fieldSchema } from "../../define/fields-schema.ts";
import type { CredentialTypeEntry, Registry } from "../../define/registry.ts";
import type { CredentialRow } from "../../store/credentials.ts";
import type { Secret } from "../../vault/secret.ts";
import * as shapes from "../shapes.ts";

export const statuses = [
  "UNTESTED",
  "OK",
  "FAILING",
  "EXPIRING",
  "REVOKED",
  "UNCERTAIN",
  "DISABLED",
  "PENDING",
] as const;

const nullableTime = shapes.time.nullable();

/** A credential as it is shown: its own members, and flat beside them the fields of its type that are not secret. */
export const credential = (registry: Registry) =>
  z
    .looseObject({
      id: shapes.outputId,
      name: z.string(),
      destination: z.string(),
      type: z.string(),
      sealedFields: z.array(z.string()),
      status: z.enum(statuses),
      statusDetail: z
        .strictObject({
          verdict: z.string(),
          summary: z.string(),
          checkedAt: shapes.time,
          checked: z.string().nullish(),
        })
        .nullable(),
      lastUsedAt: nullableTime,
      lastSuccessAt: nullableTime,
      lastFailureAt: nullableTime,
      lastFailure: z.string().nullable(),
      pendingUntil: nullableTime,
      choices: z.array(z.strictObject({ id: z.string(), name: z.string() })).nullable(),
      expiresAt: nullableTime,
      dtDeleted: nullableTime,
      createdByName: z.string().nullable(),
      ...shapes.history,
    })
    .refine((shown) => hasOnlyShownFields(registry, shown), "It holds more than the shown fields of its type");

const ownMembers = new Set([
  ...["id", "name", "destination", "type", "sealedFields", "status", "statusDetail", "lastUsedAt", "expiresAt"],
  ...["lastSuccessAt", "lastFailureAt", "lastFailure", "pendingUntil", "choices"],
  ...["dtDeleted", "createdByName", ...Object.keys(shapes.history)],
]);

function hasOnlyShownFields(registry: Registry, shown: { destination: string; type: string }): boolean {
  const fields = registry.type(shown.destination, shown.type)?.fields ?? {};
  return Object.entries(shown).every(
    ([key, value]) => ownMembers.has(key) || (fields[key]?.secret === false && typeof value === "string"),
  );
}

export function toCredential(registry: Registry, row: CredentialRow) {
  const fields = registry.type(row.destination, row.type)?.fields ?? {};
  const shown = Object.entries(row.fields).filter(([name]) => fields[name]?.secret === false);
  return {
    ...Object.fromEntries(shown),
    id: row.id,
    name: row.name,
    destination: row.destination,
    type: row.type,
    sealedFields: row.sealed_fields,
    status: row.status,
    statusDetail: row.status_detail,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastSuccessAt: row.last_success_at?.toISOString() ?? null,
    lastFailureAt: row.last_failure_at?.toISOString() ?? null,
    lastFailure: row.last_failure,
    pendingUntil: row.status === "PENDING" ? (row.pending_until?.toISOString() ?? null) : null,
    choices: row.choices,
    expiresAt: row.expires_at?.toISOString() ?? null,
    dtDeleted: row.dt_deleted?.toISOString() ?? null,
    createdByName: row.created_by_name,
    version: row.version,
    dtCreated: row.dt_created.toISOString(),
    dtLastModified: row.dt_last_modified.toISOString(),
    createdBy: row.created_by,
    lastModifiedBy: row.last_modified_by,
  };
}

/** Strict schema of the type's fields; with `partial`, each may be left out, else one with a default value takes that. */
export function fieldsSchema(type: CredentialTypeEntry, partial: boolean) {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(type.fields)
        .filter(([, field]) => !field.generated && !field.received)
        .map(([name, field]): [string, z.ZodType<string | Secret | undefined>] => {
          const schema = fieldSchema(field);
          if (partial || field.optional) return [name, schema.optional()];
          return [name, field.defaultValue === undefined ? schema : schema.prefault(field.defaultValue)];
        }),
    ),
  );
}

const wholeHours = "Use a whole number of hours from 0 to 168.";
export const previousSecretValidHours = z.int({ error: wholeHours }).min(0, wholeHours).max(168, wholeHours).default(0);

export interface FieldValues {
  shown: Record<string, string>;
  secret: Record<string, Secret>;
}

export function splitFields(values: Record<string, string | Secret | undefined>): FieldValues {
  const split: FieldValues = { shown: {}, secret: {} };
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string") split.shown[name] = value;
    else if (value !== undefined) split.secret[name] = value;
  }
  return split;
}

export interface NewCredentialBody extends FieldValues {
  name: string;
  destination: string;
  type: CredentialTypeEntry;
}

/** The body of a create: which fields it has depends on the destination and the type. */
export function newCredentialBody(registry: Registry) {
  return z
    .looseObject({
      name: shapes.name,
      destination: z.enum(registry.destinations.map(({ id }) => id) as [string, ...string[]], {
        error: "Name a destination from the list of systems.",
      }),
      type: z.string({ error: "Name the credential type." }).optional(),
    })
    .meta({
      oneOf: registry.destinations.flatMap(({ id }) => registry.typesOf(id).map((type) => describeType(id, type))),
    })
    .transform(({ name, destination, type: typeId, ...fields }, context): NewCredentialBody => {
      const nothing = { name, destination, type: undefined as unknown as CredentialTypeEntry, shown: {}, secret: {} };
      const type = chosenType(registry, destination, typeId);
      if (typeof type === "string") {
        context.issues.push({ code: "custom", path: ["type"], message: type, input: undefined });
        return nothing;
      }
      const parsed = fieldsSchema(type, false).safeParse(fields);
      if (parsed.success) return { ...nothing, type, ...splitFields(parsed.data) };
      for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: undefined } as never);
      return nothing;
    });
}

function chosenType(registry: Registry, destination: string, typeId: string | undefined): CredentialTypeEntry | string {
  const types = registry.typesOf(destination);
  const names = types.map((type) => type.id).join(", ");
  if (typeId !== undefined) return types.find((type) => type.id === typeId) ?? `Use one of: ${names}.`;
  const [first, second] = types;
  return first && (first.default || !second) ? first : `Give the type, one of: ${names}.`;
}

function describeType(destination: string, type: CredentialTypeEntry): Record<string, unknown> {
  const { $schema: _, ...fields } = z.toJSONSchema(fieldsSchema(type, false), { io: "input", unrepresentable: "any" });
  return {
    ...fields,
    title: `${destination} ${type.id}`,
    properties: {
      name: { type: "string", minLength: 1, maxLength: 200 },
      destination: { const: destination },
      type: { const: type.id },
      ...fields.properties,
    },
    required: ["name", "destination", ...(type.default ? [] : ["type"]), ...(fields.required ?? [])],
  };
}
