import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { createOrganization } from "../../access/new-organization.ts";
import type { Context } from "../../context.ts";
import { newId } from "../../crypto/ids.ts";
import { invalidField, Problem } from "../../errors.ts";
import { organization, toOrganization } from "../../operations/organizations/shapes.ts";
import { serviceUser, toServiceUser } from "../../operations/service-users/shapes.ts";
import * as shapes from "../../operations/shapes.ts";
import { givenPassword, newPassword, toUser, user } from "../../operations/users/shapes.ts";
import { findOrganization } from "../../store/organizations.ts";
import { findServiceUser } from "../../store/service-users.ts";
import { findMember, findUser, setPassword } from "../../store/users.ts";
import type { Secret } from "../../vault/secret.ts";
import { accessRequest } from "../access-request.ts";
import { authenticate } from "../authenticate.ts";
import { onceOutside } from "../once-outside.ts";
import { parseBody } from "../route.ts";
import type { RouteDescription } from "../route-description.ts";
import { auditEverywhere } from "./audit-everywhere.ts";
import { endOnce } from "./end-session.ts";
import { neverStored, requireBody } from "./request-body.ts";
import { clearSessionCookie } from "./session-answer.ts";

const passwordBody = z.strictObject({ currentPassword: givenPassword, newPassword });
const organizationBody = z.strictObject({ name: shapes.name });

const nothing = z.strictObject({});
const own = (id: string, summary: string, answer: z.ZodType, body?: z.ZodType): RouteDescription => ({
  id,
  tag: "Sign-in",
  summary,
  caller: "session",
  body,
  answer,
  once: true,
  errors: ["not_signed_in", "csrf_token_invalid", ...(body ? (["validation_failed"] as const) : [])],
});
const me: RouteDescription = {
  id: "users.me",
  tag: "Users",
  summary: "Who calls: a person or a service user, and the organization",
  caller: "signedIn",
  answer: z.strictObject({ user: user.optional(), serviceUser: serviceUser.optional(), organization }),
  errors: ["not_signed_in", "token_invalid", "not_found"],
};

/** What a signed-in person does with the own account. */
export function addAccountRoutes(app: FastifyInstance, context: Context): void {
  const { access, store, vault } = context;

  app.post(
    "/auth/signout-everywhere",
    {
      onRequest: neverStored,
      config: { openapi: own("auth.signoutEverywhere", "Sign out on every device", nothing) },
    },
    async (request, reply) => {
      parseBody(undefined, request.body);
      await endOnce(context, request, "auth.signoutEverywhere", async (tx, { userId }) => {
        await access.sessions.endAll(tx, userId);
        await auditEverywhere(tx, "user.signedout", userId, request.id);
      });
      clearSessionCookie(reply, context);
      return {};
    },
  );

  app.post(
    "/auth/password",
    {
      onRequest: neverStored,
      config: { openapi: own("auth.password", "Change the own password; other sessions end", nothing, passwordBody) },
    },
    async (request) => {
      const session = await access.requireSession(accessRequest(request));
      const body = requireBody(passwordBody, request);
      return onceOutside(context, request, {
        actorId: session.userId,
        operation: "auth.password",
        prepare: async () => {
          await requirePassword(context, session.userId, body.currentPassword);
          return access.passwords.hash(body.newPassword);
        },
        work: async (tx, passwordHash) => {
          await setPassword(tx, session.userId, passwordHash);
          await access.sessions.endAll(tx, session.userId, session.token);
          await auditEverywhere(tx, "user.passwordchanged", session.userId, request.id);
          return {};
        },
      });
    },
  );

  const create = own("organizations.create", "Create an organization", organization, organizationBody);
  app.post("/organizations", { config: { openapi: create } }, async (request) => {
    const { userId } = await access.requireSession(accessRequest(request));
    const { name } = requireBody(organizationBody, request);
    return onceOutside(context, request, {
      actorId: userId,
      operation: "organizations.create",
      prepare: async () => newId(),
      work: async (tx, id) => {
        const creator = await findUser(tx, userId);
        if (!creator) throw new Problem("not_signed_in");
        await createOrganization(tx, vault, { id, name, creator, requestId: request.id });
        await access.changed(tx, creator.id);
        return toOrganization(found(await findOrganization(tx, id)));
      },
    });
  });

  app.get("/organizations/:orgId/users/me", { config: { openapi: me } }, async (request) => {
    const { orgId } = request.params as { orgId: string };
    const { type, id, organizationId } = await authenticate(context, request, orgId);
    return store.inOrganization(organizationId, async (tx) => {
      const shown = toOrganization(found(await findOrganization(tx, organizationId)));
      if (type === "USER")
        return { user: toUser(found(await findMember(tx, organizationId, id))), organization: shown };
      return { serviceUser: toServiceUser(found(await findServiceUser(tx, id))), organization: shown };
    });
  });
}

async function requirePassword({ access, store }: Context, userId: string, password: Secret): Promise<void> {
  const person = await findUser(store.system, userId);
  if (!person) throw new Problem("not_signed_in");
  await access.passwords.verify(person.email, password).catch((error: unknown) => {
    const isWrong = error instanceof Problem && error.code === "sign_in_failed";
    throw isWrong ? invalidField("currentPassword", "it is not your current password") : error;
  });
}

function found<T>(row: T | undefined): T {
  if (row === undefined) throw new Problem("not_found");
  return row;
}
