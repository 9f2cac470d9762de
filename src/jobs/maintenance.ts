import type { JobHelpers } from "graphile-worker";
import type { Context } from "../context.ts";
import { newId } from "../crypto/ids.ts";
import { endGrantOf } from "../sign-in/end-grant.ts";
import { deleteOldEvents } from "../store/events.ts";
import { purgeIntegrationRuns } from "../store/integration-queue.ts";
import {
  deleteMessagesOfWebhook,
  destroyCredential,
  findLongDeleted,
  type Purge,
  purges,
  runPurge,
} from "../store/maintenance.ts";
import { purgeRuns } from "../store/run-purge.ts";

const chunk = 500;
const runChunk = 2_000;
const integrationRunDays = 90;
const eventChunk = 2_000;
const dayMs = 86_400_000;
/** Longer than any process may still hold the webhook in memory. */
const secondLookMs = 20_000;

/** One that fails does not keep the others from running; the job fails at the end, and is tried again. */
export async function purge({ store, log }: Context): Promise<void> {
  const failures: unknown[] = [];
  for (const name of Object.keys(purges) as Purge[]) {
    try {
      const deleted = await runPurge(store.systemPool, name);
      if (deleted > 0) log.info({ deleted }, `Deleted old ${name}`);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "Some old rows could not be deleted");
}

/** In small batches, so that nothing waits for it. */
export async function purgeEvents({ store, config, now, log }: Context): Promise<void> {
  const before = new Date(now() - config.eventDays * dayMs);
  let total = 0;
  for (let deleted = eventChunk; deleted === eventChunk; total += deleted) {
    deleted = await deleteOldEvents(store.systemPool, before, eventChunk);
  }
  if (total > 0) log.info({ deleted: total }, "Deleted old events");
}

/** Runs that are older than their workflow keeps them. */
export async function purgeOldRuns({ store, log }: Context): Promise<void> {
  let deleted = 0;
  for (let some = runChunk; some === runChunk; deleted += some) some = await purgeRuns(store.systemPool, runChunk);
  if (deleted > 0) log.info({ deleted }, "Deleted old runs of workflows");
}

export async function purgeOldIntegrationRuns({ store, now, log }: Context): Promise<void> {
  const before = new Date(now() - integrationRunDays * dayMs);
  let deleted = 0;
  for (let some = runChunk; some === runChunk; deleted += some) {
    some = await purgeIntegrationRuns(store.systemPool, before, runChunk);
  }
  if (deleted > 0) log.info({ deleted }, "Deleted old integration runs");
}

/** What a deleted credential may do at its system ends with it, as far as the system can be reached right now. */
export async function destroyDeleted(context: Context): Promise<void> {
  const { store, log } = context;
  let destroyed = 0;
  for (let found = chunk; found === chunk; destroyed += found) {
    const due = await findLongDeleted(store.systemPool, chunk);
    for (const place of due) {
      await endGrantOf(context, place, "unreachable");
      await destroyCredential(store.systemPool, place.credentialId, newId());
    }
    found = due.length;
  }
  if (destroyed > 0) log.info({ destroyed }, "Destroyed credentials that were deleted 30 days ago");
}

/** A person asked for it. A system that is away is asked again, as any job that fails; the audit trail says it once. */
export async function endGrantLater(
  context: Context,
  payload: unknown,
  { job }: { job: Pick<JobHelpers["job"], "attempts" | "max_attempts"> },
): Promise<void> {
  const { organizationId, credentialId } = (payload ?? {}) as { organizationId?: string; credentialId?: string };
  if (typeof organizationId !== "string" || typeof credentialId !== "string")
    throw new Error("The job names no credential");
  const isLast = job.attempts >= job.max_attempts;
  const ifAway = isLast ? "unreachable" : job.attempts === 1 ? "delayed" : null;
  const outcome = await endGrantOf(context, { organizationId, credentialId }, ifAway);
  if (outcome === "unreachable") throw new Error("The system could not be reached");
}

/** Deletes the messages of a deleted webhook, then looks once more for some that were under way. */
export async function purgeWebhook({ store }: Context, payload: unknown, helpers: JobHelpers): Promise<void> {
  const { webhookId, isSecondLook } = (payload ?? {}) as { webhookId?: string; isSecondLook?: boolean };
  if (typeof webhookId !== "string") throw new Error("The job names no webhook");
  for (let deleted = chunk; deleted === chunk; ) {
    deleted = await deleteMessagesOfWebhook(store.systemPool, webhookId, chunk);
  }
  if (isSecondLook) return;
  const runAt = new Date(Date.now() + secondLookMs);
  await helpers.addJob("webhook.purge", { webhookId, isSecondLook: true }, { runAt });
}
