import { z } from "zod";
import { sha256 } from "../../crypto/digest.ts";
import { newId, randomToken } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertAccessKey } from "../../store/access-keys.ts";
import { statementsOf } from "../../store/permission-policies.ts";
import { idParams } from "../shapes.ts";
import { accessKey, requireServiceUser, toAccessKey } from "./shapes.ts";

const idBytes = 15;
const secretBytes = 32;

export default operation({
  id: "serviceUsers.createCredential",
  method: "POST",
  path: "/serviceusers/{id}/credentials",
  tag: "Service users",
  summary: "Create an access key; this answer is the only one that ever holds its API secret",
  permission: { action: "config:update", resource: "serviceuser" },
  audit: {
    action: "accesskey.created",
    itemId: (_output, { id }) => id,
    detail: ({ accessKeyId }) => ({ accessKeyId }),
  },
  params: idParams,
  body: z.strictObject({}),
  output: accessKey.extend({ apiSecret: z.string(), organizationId: z.string() }),
  async run({ context, tx, actor, organizationId, params: { id } }) {
    await requireServiceUser(tx, id);
    const statements = await statementsOf(tx, id);
    await context.access.requireWithin(tx, actor, statements);
    const apiSecret = `czs_${randomToken(secretBytes)}`;
    const row = await insertAccessKey(tx, {
      id: newId(),
      organizationId,
      serviceUserId: id,
      accessKeyId: `czk_${randomToken(idBytes)}`,
      secretHash: sha256(apiSecret),
      actorId: actor.id,
    });
    await context.access.changed(tx, id);
    return { ...toAccessKey(row), apiSecret, organizationId };
  },
});
