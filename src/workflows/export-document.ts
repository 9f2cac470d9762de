import { z } from "zod";
import type { Body, Step, WorkflowDefinition } from "./definition.ts";
import { parametersOf } from "./expression-faults.ts";
import type { FunctionRegistry } from "./functions/registry.ts";
import type { KnownCredential } from "./knowledge.ts";
import { type ReferenceKind, referenceKinds, withReferences } from "./references.ts";

export const documentFormat = "credenza.workflow";
export const documentVersion = 1;

const credential = z.strictObject({
  name: z.string().max(200),
  destination: z.string().max(100),
  type: z.string().max(100),
});

/** A webhook, a rule or a workflow that the definition names. */
const reference = z.strictObject({
  kind: z.enum(referenceKinds),
  name: z.string().max(200),
  /** Of a rule or an outgoing webhook. */
  code: z.string().max(200).nullable().default(null),
  /** Of an incoming webhook: the type of the credential that verifies. */
  credentialType: z.string().max(100).nullable().default(null),
  /** Of a rule. */
  eventName: z.string().max(200).nullable().default(null),
});

/** A workflow as it travels: what it names of the organization by name and type, never by id, never a secret. */
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
  /** Name in the definition -> what it stands for. */
  references: z.record(z.string().max(100), reference).default({}),
  parameters: z.array(z.string().max(100)).default([]),
  /** Those of the parameters that are sealed where the workflow comes from. */
  secretParameters: z.array(z.string().max(100)).default([]),
});

export type ExportedReference = z.output<typeof reference>;
export type ExportDocument = z.output<typeof exportDocument>;

interface Exported {
  name: string;
  description: string | null;
  exportedAt: string;
  definition: WorkflowDefinition;
  credentials: readonly KnownCredential[];
  references: readonly (ExportedReference & { id: string })[];
  /** Names of the organization's sealed parameters. */
  sealed: ReadonlySet<string>;
}

export function toDocument(exported: Exported, functions: FunctionRegistry): z.input<typeof exportDocument> {
  const { name, description, exportedAt, definition, credentials, references, sealed } = exported;
  const refs = new Map(credentials.map(({ id }, index) => [id, `credential${index + 1}`]));
  const names = namesOf(references);
  const bare = withCredentials(definition, (id) => refs.get(id.toLowerCase()) ?? null);
  const parameters = [...parametersOf(definition).keys()];
  return {
    ...{ format: documentFormat, formatVersion: documentVersion, name, description, exportedAt },
    definition: withReferences(bare, functions, ({ kind, id }) => names.get(`${kind}:${id}`) ?? null),
    credentials: Object.fromEntries(
      credentials.map(({ id, name, destination, type }) => [refs.get(id), { name, destination, type }]),
    ),
    references: Object.fromEntries(
      references.map(({ kind, id, name, code, credentialType, eventName }) => [
        names.get(`${kind}:${id}`),
        { kind, name, code, credentialType, eventName },
      ]),
    ),
    parameters,
    secretParameters: parameters.filter((name) => sealed.has(name)),
  };
}

/** `webhook1`, `workflow1` and so on, counted by kind. */
function namesOf(references: readonly { kind: ReferenceKind; id: string }[]): Map<string, string> {
  const counts = new Map<ReferenceKind, number>();
  return new Map(
    references.map(({ kind, id }) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return [`${kind}:${id}`, `${kind}${count}`];
    }),
  );
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
