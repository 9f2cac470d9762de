import type { Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import type { FunctionDefinition } from "../define/function.ts";
import type { ActiveRun } from "../store/run-claims.ts";
import type { RunError } from "../store/workflow-tables.ts";
import type { Input, Step } from "./definition.ts";
import { attemptStep } from "./engine/attempt.ts";
import type { Variables } from "./engine/variables.ts";

interface Tried {
  definition: FunctionDefinition;
  organizationId: string;
  credentialId: string | null;
  inputs: Record<string, Input>;
  sample: Pick<Variables, "trigger" | "steps" | "item" | "index">;
}

interface Outcome {
  input: unknown;
  output: unknown;
  port: string | null;
  error: RunError | null;
}

const stepId = "test";

/** One attempt of one function, outside of any run; sealed parameters are masked in what comes back. */
export async function tryFunction(context: Context, tried: Tried): Promise<Outcome> {
  const { organizationId, definition, credentialId, inputs } = tried;
  const id = newId();
  const parameters = await context.workflows.parameters.open(organizationId);
  const step: Step = { id: stepId, function: definition.id, credentialId, inputs, next: {} };
  const variables: Variables = {
    ...tried.sample,
    errors: {},
    params: parameters.values,
    run: { id, workflowId: id, version: null, startedAt: new Date(context.now()).toISOString(), isTest: true },
  };
  const run = { id, organization_id: organizationId, workflow_id: id, is_test: true } as ActiveRun;
  const { redact, maskDerived } = parameters;
  const state = { context, run, redact, maskDerived, stopped: undefined };
  const usesParameters = JSON.stringify(inputs).includes("$params");
  const compiled = { step, function: definition, body: undefined, usesParameters };
  const record = await attemptStep(state, compiled, "", variables, 1, undefined);
  return { input: record.input, output: record.output, port: record.port, error: record.error };
}
