import { CalculationError } from "../calculations/calculations.ts";
import type { Context } from "../context.ts";
import type { Evaluator } from "../expressions/expressions.ts";
import { findCredential } from "../store/credentials.ts";
import type { Tx } from "../store/db.ts";
import { findExternalId, type MappedThing } from "../store/external-mappings.ts";
import { findConfig, type IntegrationConfigRow } from "../store/integration-configs.ts";
import { freezeRequests, type HeldRun, recordStep } from "../store/integration-queue.ts";
import { findIntegrationRun, type IntegrationRunRow } from "../store/integration-runs.ts";
import { passesFilter } from "./account-filter.ts";
import { accountIdOf, textOf } from "./entity.ts";
import { evaluate, makeRequest, type StepInput } from "./make-request.ts";
import { type Plan, planOf, presetOf } from "./plan.ts";
import { RunFailure, RunLost } from "./run-failure.ts";
import { sendStep } from "./send-step.ts";

export interface Attempted {
  run: IntegrationRunRow;
  config: IntegrationConfigRow | undefined;
  failure: RunFailure | undefined;
  externalId: string | null;
  /** Where the mapping of the external id stands; null: none is kept. */
  externalTable: string | null;
}

/**
 * Does what is left of a run, one step after another; each is on record before the next begins. Undefined: the run is gone,
 * or another attempt has it.
 */
export async function attemptRun(context: Context, held: HeldRun): Promise<Attempted | undefined> {
  const found = await context.store.inOrganization(held.organizationId, async (tx) => {
    const run = await findIntegrationRun(tx, held.id);
    return run && { run, config: run.config_id ? await findConfig(tx, run.config_id) : undefined };
  });
  if (!found) return undefined;
  const { run, config } = found;
  const none = { run, config, externalId: null, externalTable: null };
  try {
    if (!config?.enabled) throw new RunFailure("DISABLED", "perform", "The configuration is disabled.");
    checkFilter(config, run);
    if (config.destination === "WEBHOOK") return { ...none, failure: undefined };
    return { ...none, failure: undefined, ...(await perform(context, held, run, config)) };
  } catch (error) {
    if (error instanceof RunFailure) return { ...none, failure: error };
    if (error instanceof RunLost) return undefined;
    throw error;
  }
}

function checkFilter(
  { config_data: { accountFilter }, entity_type }: IntegrationConfigRow,
  run: IntegrationRunRow,
): void {
  try {
    passesFilter(accountFilter, entity_type, run.input.entity);
  } catch (error) {
    if (!(error instanceof CalculationError)) throw error;
    throw new RunFailure("ERROR", "validation", `The account filter fails: ${error.message}`);
  }
}

async function perform(context: Context, held: HeldRun, run: IntegrationRunRow, config: IntegrationConfigRow) {
  const { registry, store } = context;
  const { organizationId, attempt } = held;
  const evaluator = context.expressions.of(organizationId);
  const write = async (work: (tx: Tx) => Promise<boolean>): Promise<void> => {
    if (!(await store.inOrganization(organizationId, work))) throw new RunLost();
  };
  const plan = planOf(presetOf(registry, run.destination, run.entity_type, config.config_data), config.config_data);
  const credentialId = config.credential_id;
  if (credentialId === null)
    throw new RunFailure("AUTH_FAILED", "authentication", "The configuration has no credential.");
  const mapped = await readMappings(context, run, config, plan);
  const externalTable = plan.externalTable ?? null;
  const isUpdate = mapped.externalId !== null;
  const steps = isUpdate ? plan.updateSteps : plan.steps;
  if (!steps) return { externalId: mapped.externalId, externalTable };
  if (steps.length === 0) throw new RunFailure("ERROR", "validation", "The configuration says no call to make.");
  const requests = [...(run.requests ?? [])];
  const answers = [...run.answers];
  for (const [index, step] of steps.entries()) {
    if (index < answers.length) continue;
    const idempotencyKey = `${run.request_key}-${index}`;
    const input: StepInput = { ...run.input, ...mapped, requestKey: idempotencyKey, steps: answers };
    const frozen = requests[index];
    const request = frozen ?? (await makeRequest(evaluator, step, input));
    if (!frozen) {
      requests[index] = request;
      await write((tx) => freezeRequests(tx, held, requests));
    }
    const call = { organizationId, credentialId, destination: run.destination, attempt, idempotencyKey };
    const { entry, answer, failure } = await sendStep(context, call, request);
    if (!failure) answers.push(answer);
    await write((tx) => recordStep(tx, held, index, entry, answers));
    if (failure) throw failure;
  }
  if (isUpdate) return { externalId: mapped.externalId, externalTable };
  return {
    externalId: await externalIdOf(evaluator, plan, {
      ...run.input,
      ...mapped,
      requestKey: run.request_key,
      steps: answers,
    }),
    externalTable,
  };
}

async function externalIdOf(evaluator: Evaluator, plan: Plan, input: StepInput): Promise<string | null> {
  if (plan.externalId === undefined) return null;
  return textOf(await evaluate(evaluator, plan.externalId, input, "expression of the external id"));
}

async function readMappings({ store }: Context, run: IntegrationRunRow, config: IntegrationConfigRow, plan: Plan) {
  const of = (m3terEntity: string, m3terId: string, externalTable: string): MappedThing => ({
    m3terEntity,
    m3terId,
    externalSystem: run.destination,
    externalTable,
    configId: config.id,
    credentialId: config.credential_id,
  });
  const { externalTable, accountTable } = plan;
  const accountId = accountIdOf(run.entity_type, run.input.entity);
  const read = await store.inOrganization(run.organization_id, async (tx) => ({
    credential: config.credential_id ? ((await findCredential(tx, config.credential_id))?.fields ?? {}) : {},
    externalId: externalTable ? await findExternalId(tx, of(run.entity_type, run.entity_id, externalTable)) : null,
    accountExternalId:
      accountTable && accountId ? await findExternalId(tx, of("Account", accountId, accountTable)) : null,
  }));
  if (accountTable && read.accountExternalId === null && read.externalId === null) {
    const message = `The account ${accountId ?? ""} has no ${accountTable} there.`;
    const missing = { m3terEntity: "Account", m3terId: accountId ?? "", externalTable: accountTable };
    throw new RunFailure("ERROR", "missingaccountmapping", message, undefined, missing);
  }
  return read;
}
