import { z } from "zod";
import type { Body, Step, WorkflowDefinition } from "./definition.ts";
import { parametersOf } from "./expression-faults.ts";
import type { KnownCredential } from "./knowledge.ts";

export const documentFormat = "credenza.workflow";
export const documentVersion = 1;

const credential = z.strictObject({
  name: z.string().max(200),
  destination: z.string().max(100),
  type: z.string().max(100),
});

/** A workflow as it travels: credentials by name and type, never by id, never their secrets. */
export const exportDocument = z.strictObject({
  format: z.literal(documentFormat, { error: "This is no exported workflow." }),
  formatVersion: z.literal(documentVersion, {
    error: `It was made by a newer version. This one reads format ${documentVersion}.`,
  }),
  name: z.string().min(1).max(200),
  description: z.string().max(2000).nullable().default(null),
  exportedAt: z.iso.datetime().optional(),
  /** Checked as a definition once its credentials are put in. */
  definition: z.looseObject({ formatVersion: z.int() }),
  credentials: z.record(z.string().max(100), credential).default({}),
  parameters: z.array(z.string().max(100)).default([]),
});

export type ExportDocument = z.output<typeof exportDocument>;

interface Exported {
  name: string;
  description: string | null;
  exportedAt: string;
  definition: WorkflowDefinition;
  credentials: readonly KnownCredential[];
}

export function toDocument({ credentials, definition, ...rest }: Exported): z.input<typeof exportDocument> {
  const refs = new Map(credentials.map(({ id }, index) => [id, `credential${index + 1}`]));
  const named = credentials.map(({ name, destination, type }, index) => [
    `credential${index + 1}`,
    { name, destination, type },
  ]);
  return {
    format: documentFormat,
    formatVersion: documentVersion,
    ...rest,
    definition: { ...withCredentials(definition, (id) => refs.get(id) ?? null), trigger: withoutIds(definition) },
    credentials: Object.fromEntries(named),
    parameters: parametersOf(definition),
  };
}

function withoutIds({ trigger }: WorkflowDefinition): WorkflowDefinition["trigger"] {
  if (trigger.type === "webhook") return { ...trigger, webhookId: null };
  return trigger.type === "notification" ? { ...trigger, ruleId: null } : trigger;
}

/** The definition with every credential replaced. */
export function withCredentials(
  definition: WorkflowDefinition,
  replace: (credentialId: string) => string | null,
): WorkflowDefinition {
  const inSteps = (steps: Step[]): Step[] =>
    steps.map((step) => ({
      ...step,
      ...(step.credentialId ? { credentialId: replace(step.credentialId) } : {}),
      ...(step.body ? { body: inBody(step.body) } : {}),
    }));
  const inBody = (body: Body): Body => ({ ...body, steps: inSteps(body.steps) });
  return { ...definition, steps: inSteps(definition.steps) };
}
