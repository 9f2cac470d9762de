import type { FastifyReply } from "fastify";
import { z } from "zod";
import { endedSessionCookie, sessionCookie } from "../../access/cookies.ts";
import { csrfTokenOf } from "../../access/csrf.ts";
import { longestMs, type Session } from "../../access/sessions.ts";
import type { Actor, Context } from "../../context.ts";
import { organizationsOf } from "../../store/organizations.ts";
import { findUser } from "../../store/users.ts";

export const sessionAnswer = z.strictObject({
  setupRequired: z.boolean(),
  signedIn: z.boolean(),
  version: z.string(),
  csrfToken: z.string().optional(),
  user: z
    .strictObject({
      id: z.uuid(),
      email: z.string(),
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
    })
    .optional(),
  organizations: z.array(z.strictObject({ id: z.uuid(), name: z.string() })).optional(),
  access: z
    .record(z.uuid(), z.strictObject({ manage: z.boolean(), use: z.boolean(), administer: z.boolean() }))
    .optional()
    .describe("What the person may do in each organization, for hiding buttons; the server decides anyway"),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;

export async function describeSession(context: Context, session: Session | undefined): Promise<SessionAnswer> {
  const { store, version, access } = context;
  const user = session && (await findUser(store.system, session.userId));
  if (!session || !user) return { setupRequired: await access.setup.isRequired(), signedIn: false, version };
  const organizations = await organizationsOf(store.system, user.id);
  const rights = await Promise.all(
    organizations.map(async ({ id }) => {
      const principal = await access.principals.find("USER", user.id, id);
      return [id, principal ? rightsOf(principal.actor) : noRights] as const;
    }),
  );
  const { id, email, firstName, lastName } = user;
  return {
    setupRequired: false,
    signedIn: true,
    version,
    csrfToken: csrfTokenOf(session.token),
    user: { id, email, firstName, lastName },
    organizations: organizations.map((organization) => ({ id: organization.id, name: organization.name })),
    access: Object.fromEntries(rights),
  };
}

const noRights = { manage: false, use: false, administer: false };

const rightsOf = ({ may }: Actor) => ({
  manage: may("config:create", "credential", null),
  use: may("config:use", "credential", null),
  administer: may("config:update", "permissionpolicy", null),
});

export function setSessionCookie(reply: FastifyReply, context: Context, token: string): void {
  reply.header("set-cookie", sessionCookie(context.config.publicUrl, token, longestMs / 1000));
}

export function clearSessionCookie(reply: FastifyReply, context: Context): void {
  reply.header("set-cookie", endedSessionCookie(context.config.publicUrl));
}
