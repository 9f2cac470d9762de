import type { JobHelpers } from "graphile-worker";
import { z } from "zod";
import type { Context } from "../context.ts";
import { writeOwnAudit } from "../store/audit.ts";
import {
  enqueueReseal,
  findRetiring,
  findUnattended,
  noteFound,
  noteResealed,
  type RetiringKeys,
  resealJobKey,
  resealTask,
  retireDataKey,
} from "../store/resealing.ts";
import { countSealed, type Resealed, readSealed, replaceSealed } from "../store/sealed-values.ts";
import { type SealedPlace, sealedPlaces } from "../vault/sealed-places.ts";
import { SealBroken } from "../vault/sealed-value.ts";

const batchRows = 500;
/** A job ends after so long and goes on in another, so that a worker that dies loses little. */
const longestMs = 20_000;
/** Whoever sealed with the old key at its last moment has committed by then. */
const settledMs = 30_000;

const payloadSchema = z.object({
  organizationId: z.string(),
  /** Where to go on: a place's number, and the key of the last row that was looked at. */
  place: z.int().default(0),
  after: z.array(z.string()).optional(),
  /** In this round: how many values were sealed anew, and how many do not open. */
  resealed: z.int().default(0),
  broken: z.int().default(0),
});

type Round = z.infer<typeof payloadSchema>;

/** Seals the values of replaced data keys with the one in use, batch by batch, until a round finds none; then they are retired. */
export async function resealValues(context: Context, payload: unknown, helpers: JobHelpers): Promise<void> {
  const round = payloadSchema.parse(payload);
  const { organizationId } = round;
  const { system } = context.store;
  const keys = await findRetiring(system, organizationId);
  if (!keys) return;
  if (keys.retiring.some(({ isCounted }) => !isCounted)) await count(context, organizationId, keys);
  const until = performance.now() + longestMs;
  for (; round.place < sealedPlaces.length; round.place += 1, round.after = undefined) {
    const place = sealedPlaces[round.place] as SealedPlace;
    while (await oneBatch(context, place, keys.activeId, round)) {
      if (performance.now() > until || helpers.abortSignal?.aborted) return later(helpers, round);
    }
  }
  context.live.touch(organizationId, "organization");
  const isSettled = ({ replacedForMs }: { replacedForMs: number }) => replacedForMs > settledMs;
  if (round.resealed > 0 || !keys.retiring.every(isSettled)) {
    return later(helpers, { organizationId }, new Date(Date.now() + settledMs));
  }
  if (round.broken > 0) return leaveBroken(context, keys, round);
  await retire(context, organizationId, keys);
}

/** What a job could not do is taken up here, so that none of it can be lost. */
export async function resealUnattended({ store }: Context): Promise<void> {
  for (const organizationId of await findUnattended(store.system)) await enqueueReseal(store.system, organizationId);
}

async function count({ store }: Context, organizationId: string, { retiring }: RetiringKeys): Promise<void> {
  const totals = new Map<string, number>();
  for (const place of sealedPlaces) {
    const counts = await countSealed(store.system, place, organizationId);
    for (const [id, count] of counts) totals.set(id, (totals.get(id) ?? 0) + count);
  }
  for (const { id } of retiring) await noteFound(store.system, id, totals.get(id) ?? 0);
}

/** False when the place holds no further rows. */
async function oneBatch(context: Context, place: SealedPlace, activeId: string, round: Round): Promise<boolean> {
  const { store, vault, live } = context;
  const { organizationId, after } = round;
  const rows = await readSealed(store.system, place, { organizationId, activeId, after, limit: batchRows });
  const fresh: Resealed[] = [];
  for (const { key, sealed } of rows) {
    if (sealed === null) continue;
    try {
      fresh.push({
        key,
        before: sealed,
        after: await vault.reseal(organizationId, place.bindingOf(key), sealed, activeId),
      });
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      round.broken += 1;
    }
  }
  const counts = await replaceSealed(store.system, place, organizationId, fresh);
  await noteResealed(store.system, counts);
  round.resealed += fresh.length;
  round.after = rows.at(-1)?.key ?? after;
  if (fresh.length > 0) live.touch(organizationId, "organization");
  return rows.length === batchRows;
}

async function later(helpers: JobHelpers, payload: object, runAt?: Date): Promise<void> {
  const { organizationId } = payload as { organizationId: string };
  const key = resealJobKey(organizationId);
  await helpers.addJob(resealTask, payload, { jobKey: key, queueName: key, ...(runAt ? { runAt } : {}) });
}

/** They stay as they are under their key, which stays too; whoever looks at the keys sees how many. */
async function leaveBroken(context: Context, keys: RetiringKeys, { organizationId, broken }: Round): Promise<void> {
  context.log.warn({ values: broken }, "Sealed values that do not open keep their data key from being retired");
  await count(context, organizationId, keys);
}

async function retire(
  { store, log, live }: Context,
  organizationId: string,
  { retiring }: RetiringKeys,
): Promise<void> {
  await store.system.transaction().execute(async (tx) => {
    for (const { id } of retiring) {
      if (!(await retireDataKey(tx, id))) continue;
      const thing = { organizationId, resourceType: "organization", resourceId: organizationId } as const;
      await writeOwnAudit(tx, { ...thing, action: "datakey.retired", detail: { dataKeyId: id } });
    }
  });
  live.touch(organizationId, "organization");
  log.info({ keys: retiring.length }, "Data keys without values were retired");
}
