import { requireUse } from "../../access/require-use.ts";
import type { Actor, Context } from "../../context.ts";
import { Problem } from "../../errors.ts";
import { freeVariables } from "../../expressions/free-variables.ts";
import { parseFault } from "../../expressions/parse.ts";
import type { Tx } from "../../store/db.ts";
import { findCredentialsById } from "../../store/workflow-knowledge.ts";
import { parameterNames } from "../../store/workflow-parameters.ts";
import { findReferences, isStarted } from "../../store/workflow-references.ts";
import type { WorkflowDefinition } from "../../workflows/definition.ts";
import { expressionsOf } from "../../workflows/expression-faults.ts";
import type { Fault } from "../../workflows/faults.ts";
import { findFaults } from "../../workflows/find-faults.ts";
import { scopesOf } from "../../workflows/graph.ts";
import { referencesOf } from "../../workflows/references.ts";

/** All faults of a definition, against the organization as it is now. Four queries at most. */
export async function checkDefinition(
  context: Context,
  tx: Tx,
  definition: WorkflowDefinition,
  workflowId?: string,
): Promise<Fault[]> {
  const { functions } = context.workflows;
  const credentials = await findCredentialsById(tx, credentialIds(definition));
  const named = referencesOf(definition, functions).map(({ id }) => id);
  const references = await findReferences(tx, named);
  return findFaults(definition, functions, {
    registry: context.registry,
    credentials: new Map(credentials.map((credential) => [credential.id, credential])),
    references: new Map(references.map((reference) => [reference.id, reference])),
    isStarted: workflowId !== undefined && (await isStarted(tx, workflowId)),
    parameters: new Set(await parameterNames(tx)),
    expressionFault: (expression) => parseFault(expression)?.error,
    variables: await variablesOf(definition),
  });
}

async function variablesOf(definition: WorkflowDefinition): Promise<Map<string, string[]>> {
  const expressions = expressionsOf(definition).map(({ expression }) => expression);
  return new Map(
    await Promise.all(expressions.map(async (one) => [one, await freeVariables(one)] as [string, string[]])),
  );
}

export const credentialIds = (definition: WorkflowDefinition): string[] => [
  ...new Set(
    scopesOf(definition).flatMap((scope) =>
      scope.steps.flatMap((step) => (step.credentialId ? [step.credentialId.toLowerCase()] : [])),
    ),
  ),
];

export function refuseFaulty(faults: Fault[]): void {
  const errors = faults.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const [first] = errors;
  const rest = errors.length > 1 ? ` There are ${errors.length - 1} more.` : "";
  throw new Problem("workflow_invalid", `${first?.place}: ${first?.message}${rest}`, { extra: { faults: errors } });
}

/** Who puts a credential into a workflow must be allowed to use it: the workflow will. */
export async function requireMayUse(
  tx: Tx,
  actor: Actor,
  definition: WorkflowDefinition,
  before: (WorkflowDefinition | undefined)[],
): Promise<void> {
  const known = new Set(before.flatMap((earlier) => (earlier ? credentialIds(earlier) : [])));
  const added = credentialIds(definition).filter((id) => !known.has(id));
  for (const { id } of await findCredentialsById(tx, added)) {
    requireUse(actor, id);
  }
}
