import { z } from "zod";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { insertServiceUser } from "../../store/service-users.ts";
import * as shapes from "../shapes.ts";
import { serviceUser, toServiceUser } from "./shapes.ts";

export default operation({
  id: "serviceUsers.create",
  method: "POST",
  path: "/serviceusers",
  tag: "Service users",
  summary: "Create a service user; it may do nothing until a permission policy is attached",
  permission: { action: "config:create", resource: "serviceuser" },
  audit: { action: "serviceuser.created", detail: ({ name }) => ({ name }) },
  body: z.strictObject({ name: shapes.name }),
  example: { name: "Nightly export" },
  output: serviceUser,
  async run({ tx, actor, organizationId, body: { name } }) {
    return toServiceUser(await insertServiceUser(tx, { id: newId(), organizationId, name, actorId: actor.id }));
  },
});
