import { z } from "zod";
import type { Call } from "../../define/operation.ts";
import type { Registry } from "../../define/registry.ts";
import { invalidField, Problem } from "../../errors.ts";
import { newCredentialBody } from "../credentials/shapes.ts";
import { storeCredential } from "../credentials/store-credential.ts";
import * as shapes from "../shapes.ts";
import { configData, destination, entityType } from "./shapes.ts";

export const configMembers = {
  name: shapes.name.optional(),
  entityType,
  entityId: z.string().trim().min(1, "Give an id, or leave it out.").max(200).nullable().optional(),
  destination,
  destinationId: z.string().trim().min(1, "Give an id, or leave it out.").max(200).nullable().optional(),
  configData: configData.optional(),
  credentials: z.record(z.string(), z.unknown(), { error: "Give the credential's fields as an object." }).optional(),
  integrationCredentialsId: shapes.id.nullable().optional(),
};

type Caller = Pick<Call<unknown, unknown, unknown>, "context" | "tx" | "actor" | "organizationId">;

interface Given {
  name: string;
  destination: string;
  credentials: Record<string, unknown> | undefined;
  integrationCredentialsId: string | null | undefined;
}

/** The credential that is referenced, or a new one of the fields that came with the configuration. */
export async function credentialOf(call: Caller, given: Given): Promise<string | null> {
  const { credentials, integrationCredentialsId = null } = given;
  if (!credentials) return integrationCredentialsId;
  if (integrationCredentialsId !== null) {
    throw invalidField("credentials", "give a credential's fields or the id of one, not both");
  }
  if (!call.actor.may("config:create", "credential", null)) {
    throw new Problem("not_permitted", "This needs the permission config:create on credential.");
  }
  return storeCredential(call, parseCredential(call.context.registry, given, credentials));
}

function parseCredential(registry: Registry, { name, destination: to }: Given, credentials: Record<string, unknown>) {
  const { version: _, empty: __, ...fields } = credentials;
  const parsed = newCredentialBody(registry).safeParse({ name, destination: to, ...fields });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    field: ["credentials", ...path].join("."),
    message,
  }));
  throw new Problem("validation_failed", errors.map(({ field, message }) => `${field}: ${message}`).join(" "), {
    errors,
  });
}
