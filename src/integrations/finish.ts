import type { Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import { writeOwnAudit } from "../store/audit.ts";
import type { Tx } from "../store/db.ts";
import { findReceivers } from "../store/deliveries.ts";
import { insertMapping } from "../store/external-mappings.ts";
import { countOutcome, type IntegrationConfigRow, switchConfig } from "../store/integration-configs.ts";
import { finishAttempt, type HeldRun, type RunOutcome } from "../store/integration-queue.ts";
import { endWaitingRuns, type IntegrationRunRow } from "../store/integration-runs.ts";
import { readSettings } from "../store/integration-settings.ts";
import type { Attempted } from "./attempt.ts";
import { RunFailure } from "./run-failure.ts";
import { outcomeOf } from "./schedule.ts";
import { tellDisabled } from "./tell-disabled.ts";

/** Writes what came of an attempt: run, mapping, events and the configuration's failures, all or nothing. */
export async function finishRun(context: Context, attempted: Attempted, held: HeldRun): Promise<void> {
  const { run, config, externalId, externalTable } = attempted;
  const nowMs = context.now();
  const at = new Date(nowMs);
  await context.store.inOrganization(run.organization_id, async (tx) => {
    const failure = attempted.failure ?? (await lostReceiver(tx, attempted));
    const outcome: RunOutcome = {
      url: urlOf(context, config),
      externalId,
      ...(failure ? outcomeOfRun(run, failure, nowMs) : { status: "COMPLETE", error: null, nextAt: null }),
    };
    if (!(await finishAttempt(tx, held, outcome, at))) return;
    if (!failure) await complete(context, tx, { run, config, externalId, externalTable });
    if (!config || outcome.nextAt || outcome.status === "DISABLED") return;
    if (failure) await tellFailure(context, tx, run, config, failure, outcome);
    const isFailure = ["ERROR", "AUTH_FAILED", "TIMEOUT_LIMIT_EXCEEDED"].includes(outcome.status);
    const failures = await countOutcome(tx, config.id, isFailure);
    if (isFailure) await disableAfter(context, tx, config, failures, outcome.error ?? "", at);
  });
}

/** A webhook that is switched off or gone gets nothing, so the run is not complete. */
async function lostReceiver(tx: Tx, { run, config }: Attempted): Promise<RunFailure | undefined> {
  if (config?.destination !== "WEBHOOK") return undefined;
  const id = run.destination_id;
  if (id !== null && (await findReceivers(tx, [id])).has(id)) return undefined;
  return new RunFailure("DISABLED", "perform", "The outgoing webhook is switched off or deleted.");
}

function outcomeOfRun(run: IntegrationRunRow, failure: RunFailure, nowMs: number) {
  const tried = { attempts: run.attempts, ageMs: nowMs - run.dt_created.getTime() };
  return outcomeOf(failure, tried, nowMs, Math.random());
}

function urlOf({ registry }: Context, config: IntegrationConfigRow | undefined): string | null {
  if (!config) return null;
  return registry.destination(config.destination)?.system.website ?? null;
}

async function complete(
  context: Context,
  tx: Tx,
  { run, config, externalId, externalTable }: Omit<Attempted, "failure">,
): Promise<void> {
  if (config?.destination === "WEBHOOK") await deliver(context, tx, run);
  if (!config || externalId === null || externalTable === null) return;
  await insertMapping(tx, {
    id: newId(),
    organizationId: run.organization_id,
    actorId: null,
    m3terEntity: run.entity_type,
    m3terId: run.entity_id,
    externalSystem: run.destination,
    externalTable,
    externalId,
    configId: config.id,
  });
}

/** In the transaction that completes the run, so a message is made exactly once. */
async function deliver({ deliveries }: Context, tx: Tx, run: IntegrationRunRow): Promise<void> {
  const { event, entity, old, notification } = run.input;
  const body = {
    ...{ id: event.id, eventName: event.eventName, eventTime: event.eventTime, organizationId: run.organization_id },
    ...(notification ? { notification } : {}),
    data: { new: entity, ...(old ? { old } : {}) },
  };
  await deliveries.enqueue(tx, [
    {
      organizationId: run.organization_id,
      webhookId: run.destination_id ?? "",
      eventId: run.event_id,
      eventName: event.eventName,
      body,
      depth: event.depth,
    },
  ]);
}

async function tellFailure(
  { events }: Context,
  tx: Tx,
  run: IntegrationRunRow,
  config: IntegrationConfigRow,
  { kind, missing }: RunFailure,
  { status, error }: RunOutcome,
): Promise<void> {
  const thing = {
    id: run.id,
    integrationRunId: run.id,
    integrationConfigId: config.id,
    name: config.name,
    entityType: run.entity_type,
    entityId: run.entity_id,
    destination: run.destination,
    status,
    message: error,
    ...(missing ? { missingMapping: missing } : {}),
  };
  const { organization_id: organizationId } = run;
  await events.publish(tx, [{ organizationId, eventName: `integration.${kind}.error`, data: { new: thing } }]);
}

async function disableAfter(
  context: Context,
  tx: Tx,
  config: IntegrationConfigRow,
  failures: number,
  error: string,
  at: Date,
): Promise<void> {
  const settings = await readSettings(tx);
  const { maxFailures = settings.maxFailures, notify = settings.notify } = config.config_data;
  if (failures < maxFailures) return;
  const { id, name, organization_id: organizationId, destination } = config;
  const reason = `${failures} ${failures === 1 ? "run" : "runs in a row"} failed. Last: ${error}`;
  await switchConfig(tx, id, { actorId: null, enabled: false, at, reason });
  await endWaitingRuns(tx, id, "The configuration was disabled after repeated failure.", at);
  await writeOwnAudit(tx, {
    organizationId,
    action: "integration.disabled",
    resourceType: "integration",
    resourceId: id,
    detail: { name, failures },
  });
  const thing = { id, integrationConfigId: id, name, destination, message: reason };
  const news = { organizationId, eventName: "integration.disabled.error", data: { new: thing } };
  await context.events.publish(tx, [news]);
  await tellDisabled(context, tx, { id, name, reason, addresses: notify });
}
