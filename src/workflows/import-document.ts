import { Problem } from "../errors.ts";
import { type WorkflowDefinition, workflowDefinition } from "./definition.ts";
import { type ExportDocument, withCredentials } from "./export-document.ts";
import { schemaFaults } from "./faults.ts";
import type { FunctionRegistry } from "./functions/registry.ts";
import { isId, withReferences } from "./references.ts";

/** What the person who imports chose: name in the document -> id of this organization. */
export interface ImportChoices {
  credentials: Record<string, string>;
  references: Record<string, string>;
}

/** The document's definition as it stands there, with its own names in the places of ids. */
export function definitionOf({ definition }: ExportDocument): WorkflowDefinition {
  const parsed = workflowDefinition.safeParse(definition);
  if (parsed.success) return parsed.data as WorkflowDefinition;
  throw invalid(
    schemaFaults(parsed.error).map(({ place, message }) => ({ field: `document.definition.${place}`, message })),
  );
}

/**
 * The definition with the choices in it. What nobody chose is left out, which is a fault at its place. An id that stands
 * there without a name, as exports of earlier versions have it, is kept.
 */
export function withChoices(
  document: ExportDocument,
  definition: WorkflowDefinition,
  functions: FunctionRegistry,
  choices: ImportChoices,
): WorkflowDefinition {
  refuseUnknown("credentials", choices.credentials, document.credentials);
  refuseUnknown("references", choices.references, document.references);
  const chosen = withCredentials(definition, (ref) => own(choices.credentials, ref));
  return withReferences(chosen, functions, ({ id }) =>
    isId(id) && !Object.hasOwn(document.references, id) ? id : own(choices.references, id),
  );
}

const own = (choices: Record<string, string>, ref: string): string | null =>
  Object.hasOwn(choices, ref) ? (choices[ref] ?? null) : null;

function refuseUnknown(member: string, choices: object, known: object): void {
  const unknown = Object.keys(choices).filter((ref) => !Object.hasOwn(known, ref));
  if (unknown.length === 0) return;
  const message = `The document's ${member} have no such name.`;
  throw invalid(unknown.map((ref) => ({ field: `${member}.${ref}`, message })));
}

const invalid = (errors: { field: string; message: string }[]): Problem =>
  new Problem("validation_failed", `${errors[0]?.field}: ${errors[0]?.message}`, { errors });
