import type { FastifyRequest } from "fastify";
import type { Session } from "../../access/sessions.ts";
import type { Context } from "../../context.ts";
import { sha256 } from "../../crypto/digest.ts";
import { idOfBytes } from "../../crypto/ids.ts";
import type { Tx } from "../../store/db.ts";
import { accessRequest } from "../access-request.ts";
import { onceOutside } from "../once-outside.ts";

/** Ends sessions of the caller. The Idempotency-Key belongs to the session, because the next request finds no user. */
export async function endOnce(
  context: Context,
  request: FastifyRequest,
  operation: string,
  end: (tx: Tx, session: Session) => Promise<void>,
): Promise<void> {
  const { access } = context;
  const from = accessRequest(request);
  const presented = request.headers["idempotency-key"] === undefined ? undefined : access.presentedSession(from);
  await onceOutside(context, request, {
    actorId: presented && idOfBytes(sha256(`session ${presented}`)),
    operation,
    prepare: () => access.requireSession(from),
    work: async (tx, session) => {
      await end(tx, session);
      return {};
    },
  });
}
