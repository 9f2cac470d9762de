import { z } from "zod";
import { canonicalIdentity } from "../../access/identity.ts";
import { newId } from "../../crypto/ids.ts";
import { operation } from "../../define/operation.ts";
import { Problem } from "../../errors.ts";
import { configurationEvent } from "../../events/configuration-events.ts";
import { writeAudit } from "../../store/audit.ts";
import { enterOrganization } from "../../store/db.ts";
import { addUser } from "./add-user.ts";
import { emailAddress, newPassword, personName, toUser, user } from "./shapes.ts";

export default operation({
  id: "users.create",
  method: "POST",
  path: "/users",
  tag: "Users",
  summary: "Add a user to the organization; somebody who has an account already is added by email address alone",
  permission: { action: "config:create", resource: "user" },
  audit: { action: "user.created" },
  body: z.strictObject({
    email: emailAddress,
    firstName: personName,
    lastName: personName,
    password: newPassword.optional(),
  }),
  output: user,
  errors: ["already_exists"],
  callsOut: true,
  async run({ context, actor, organizationId, requestId, body }) {
    const { email, firstName = null, lastName = null, password } = body;
    const passwordHash = password && (await context.access.passwords.hash(password));
    const person = { id: newId(), email, emailCanonical: canonicalIdentity(email), firstName, lastName };
    return context.store.system.transaction().execute(async (tx) => {
      const added = await addUser(tx, context, organizationId, person, passwordHash);
      if (!added) throw new Problem("already_exists", "This user belongs to the organization already.");
      await context.access.changed(tx, added.id);
      await writeAudit(tx, {
        id: newId(),
        organizationId,
        action: "user.created",
        actorType: actor.type,
        actorId: actor.id,
        actorName: actor.name,
        resourceType: "user",
        resourceId: added.id,
        detail: { name: email },
        requestId,
      });
      const shown = toUser(added);
      await enterOrganization(tx, organizationId);
      const change = { entity: "user", kind: "created" } as const;
      await context.events.publish(tx, [configurationEvent(change, organizationId, { new: shown }, actor)]);
      return shown;
    });
  },
});
