import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { readSessionCookie } from "../../access/cookies.ts";
import { requireOwnOrigin } from "../../access/csrf.ts";
import type { Session } from "../../access/sessions.ts";
import type { Context } from "../../context.ts";
import { type ErrorCode, Problem } from "../../errors.ts";
import * as shapes from "../../operations/shapes.ts";
import { emailAddress, givenPassword, newPassword, personName } from "../../operations/users/shapes.ts";
import type { Tx } from "../../store/db.ts";
import { accessRequest } from "../access-request.ts";
import { onceOutside } from "../once-outside.ts";
import { parseBody } from "../route.ts";
import type { RouteDescription } from "../route-description.ts";
import { addAccountRoutes } from "./account.ts";
import { auditEverywhere } from "./audit-everywhere.ts";
import { endOnce } from "./end-session.ts";
import { neverStored, requireBody } from "./request-body.ts";
import {
  clearSessionCookie,
  describeSession,
  type SessionAnswer,
  sessionAnswer,
  setSessionCookie,
} from "./session-answer.ts";

const setupBody = z.strictObject({
  token: z.string({ error: "Copy the setup token from the terminal." }).max(200, "Use at most 200 characters."),
  organizationName: shapes.name,
  firstName: personName,
  lastName: personName,
  email: emailAddress,
  password: newPassword,
});

const signInBody = z.strictObject({
  email: z.string({ error: "Give the email address." }).min(1, "Give the email address.").max(320, "It is too long."),
  password: givenPassword,
});

const setupErrors: ErrorCode[] = [
  "validation_failed",
  "setup_token_invalid",
  "csrf_token_invalid",
  "already_set_up",
  "too_many_requests",
];
const signInErrors: ErrorCode[] = [
  "validation_failed",
  "sign_in_failed",
  "csrf_token_invalid",
  "sign_in_locked",
  "too_many_requests",
];

const described = (
  id: string,
  summary: string,
  caller: RouteDescription["caller"],
  body?: z.ZodType,
  errors: ErrorCode[] = [],
) => ({
  onRequest: neverStored,
  config: {
    openapi: { id, tag: "Sign-in", summary, caller, body, answer: sessionAnswer, errors, once: body !== undefined },
  },
});
const endSession = {
  onRequest: neverStored,
  config: {
    openapi: {
      id: "auth.signout",
      tag: "Sign-in",
      summary: "Sign out",
      caller: "session",
      answer: z.strictObject({}),
      once: true,
      errors: ["not_signed_in", "csrf_token_invalid"],
    } satisfies RouteDescription,
  },
};

/** First administrator, sign-in and sign-out: what stands outside organizations and sets cookies. */
export function addAuthRoutes(app: FastifyInstance, context: Context): void {
  const { access, config } = context;

  const open = async (tx: Tx, request: FastifyRequest, userId: string): Promise<Session> => {
    const token = await access.sessions.open(tx, userId, request.headers["user-agent"]);
    return { token, userId };
  };
  const signedIn = async (reply: FastifyReply, session: Session): Promise<SessionAnswer> => {
    if (!(await access.sessions.find(session.token))) throw sessionEnded();
    setSessionCookie(reply, context, session.token);
    return describeSession(context, session);
  };

  app.get("/auth/session", described("auth.session", "Who is signed in", "anybody"), async (request) =>
    describeSession(context, await access.sessions.find(presentedToken(context, request))),
  );

  app.post(
    "/auth/setup",
    described("auth.setup", "Create the first administrator", "anybody", setupBody, setupErrors),
    async (request, reply) => {
      requireOwnOrigin(config.publicUrl, accessRequest(request));
      const { token, password, ...given } = requireBody(setupBody, request);
      const { firstName = null, lastName = null } = given;
      const prepare = async () => {
        await access.setup.requireToken(token);
        return access.passwords.hash(password);
      };
      const session = await onceOutside(context, request, {
        actorId: firstAdministrator,
        operation: "auth.setup",
        prepare,
        work: async (tx, passwordHash) => {
          const first = { ...given, firstName, lastName, passwordHash };
          return open(tx, request, await access.setup.complete(tx, first, request.id));
        },
      });
      return signedIn(reply, session);
    },
  );

  app.post(
    "/auth/signin",
    described("auth.signin", "Sign in", "anybody", signInBody, signInErrors),
    async (request, reply) => {
      requireOwnOrigin(config.publicUrl, accessRequest(request));
      const { email, password } = requireBody(signInBody, request);
      const userId = await access.passwords.verify(email, password);
      const session = await onceOutside(context, request, {
        actorId: userId,
        operation: "auth.signin",
        prepare: async () => presentedToken(context, request),
        work: async (tx, earlier) => {
          if (earlier !== undefined) await access.sessions.end(tx, earlier);
          await auditEverywhere(tx, "user.signedin", userId, request.id);
          return open(tx, request, userId);
        },
      });
      return signedIn(reply, session);
    },
  );

  app.post("/auth/signout", endSession, async (request, reply) => {
    parseBody(undefined, request.body);
    await endOnce(context, request, "auth.signout", (tx, { token }) => access.sessions.end(tx, token));
    clearSessionCookie(reply, context);
    return {};
  });

  addAccountRoutes(app, context);
}

/** Keys of the setup belong to no user yet; whoever repeats it knows setup token and password. */
const firstAdministrator = "00000000-0000-8000-8000-000000000000";

const sessionEnded = (): Problem =>
  new Problem(
    "not_signed_in",
    "The session that this Idempotency-Key began has ended. Sign in with another Idempotency-Key.",
  );

const presentedToken = ({ config }: Context, request: FastifyRequest): string | undefined =>
  readSessionCookie(config.publicUrl, request.headers.cookie);
