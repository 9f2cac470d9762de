import { z } from "zod";
import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { configurationEvent } from "../../events/configuration-events.ts";
import { writeAudit } from "../../store/audit.ts";
import { newestGeneration, readDataKey, replaceDataKey } from "../../store/data-keys.ts";
import { enterOrganization } from "../../store/db.ts";
import { enqueueReseal } from "../../store/resealing.ts";
import { dataKey, toDataKey } from "./shapes.ts";

export default operation({
  id: "dataKeys.create",
  method: "POST",
  path: "/datakeys",
  tag: "Data keys",
  summary: "Make a new data key: new values are sealed with it at once, older ones anew in the background",
  permission: { action: "config:update", resource: "organization", idParam: "orgId" },
  audit: { action: "datakey.created" },
  body: z.strictObject({}),
  output: dataKey,
  errors: ["version_conflict"],
  callsOut: true,
  async run({ context, actor, organizationId, requestId }) {
    const key = await makeNext(context, organizationId);
    const shown = await context.store.system.transaction().execute(async (tx) => {
      if (!(await replaceDataKey(tx, { ...key, createdBy: actor.id }))) throw madeMeanwhile();
      await enqueueReseal(tx, organizationId);
      await writeAudit(tx, {
        id: newId(),
        organizationId,
        action: "datakey.created",
        actorType: actor.type,
        actorId: actor.id,
        actorName: actor.name,
        resourceType: "organization",
        resourceId: organizationId,
        detail: { dataKeyId: key.id, generation: key.generation },
        requestId,
      });
      const row = await readDataKey(tx, key.id);
      if (!row) throw new Problem("internal");
      const made = toDataKey(row, { count: 0, isComplete: true });
      await enterOrganization(tx, organizationId);
      const change = { entity: "datakey", kind: "created" } as const;
      await context.events.publish(tx, [configurationEvent(change, organizationId, { new: made }, actor)]);
      return made;
    });
    context.changes.tell("datakey", organizationId);
    context.live.touch(organizationId, "organization");
    return shown;
  },
});

/** The root key may stand in a key service, so it is asked before the transaction. */
async function makeNext({ store, vault }: Context, organizationId: string) {
  const newest = await newestGeneration(store.system, organizationId);
  return vault.makeDataKey(organizationId, newest + 1);
}

const madeMeanwhile = (): Problem =>
  new Problem(
    "version_conflict",
    "Someone else made a new data key at the same moment. Look at the list of keys first.",
  );
