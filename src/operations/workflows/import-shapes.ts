import { z } from "zod";
import { exportDocument } from "../../workflows/export-document.ts";
import { referenceKinds } from "../../workflows/references.ts";
import * as shapes from "../shapes.ts";

const choices = z.record(z.string().max(100), shapes.id).default({});

export const importInput = {
  document: exportDocument,
  /** Name in the document -> credential of this organization. */
  credentials: choices,
  /** Name in the document -> incoming webhook, rule, outgoing webhook or workflow of this organization. */
  references: choices,
};

const wantedCredential = { ref: z.string(), name: z.string(), destination: z.string(), type: z.string() };
const wantedReference = {
  ref: z.string(),
  kind: z.enum(referenceKinds),
  name: z.string(),
  code: z.string().nullable(),
  credentialType: z.string().nullable(),
  eventName: z.string().nullable(),
};
const places = z.array(z.string());
const suggestedId = shapes.outputId.nullable();

export const missingCredential = z.strictObject(wantedCredential);
export const missingReference = z.strictObject(wantedReference);

export const credentialNeed = z.strictObject({
  ...wantedCredential,
  places,
  matches: z.array(
    z.strictObject({
      id: shapes.outputId,
      name: z.string(),
      destination: z.string(),
      type: z.string(),
      status: z.string(),
    }),
  ),
  suggestedId,
});

export const referenceNeed = z.strictObject({
  ...wantedReference,
  places,
  matches: z.array(
    z.strictObject({
      id: shapes.outputId,
      name: z.string(),
      code: z.string().nullable(),
      credentialType: z.string().nullable(),
      eventName: z.string().nullable(),
      active: z.boolean(),
    }),
  ),
  suggestedId,
});

export const parameterNeed = z.strictObject({
  name: z.string(),
  /** Sealed where the workflow comes from. */
  secret: z.boolean(),
  exists: z.boolean(),
  places,
});
