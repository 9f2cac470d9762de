import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { connectCookie, readConnectCookie } from "../../access/connect-cookie.ts";
import { requireOwnOrigin } from "../../access/csrf.ts";
import type { Context } from "../../context.ts";
import { sha256 } from "../../crypto/digest.ts";
import { idOfBytes, randomToken } from "../../crypto/ids.ts";
import { choiceBody } from "../../sign-in/choose.ts";
import { chooseByConnectLink, followConnectLink, linkGone, readConnectLink } from "../../sign-in/connect-link.ts";
import { type FinishedSignIn, finishSignIn } from "../../sign-in/finish.ts";
import { accessRequest } from "../access-request.ts";
import { onceOutside } from "../once-outside.ts";
import type { RouteDescription } from "../route-description.ts";
import { requireBody } from "./request-body.ts";

const described = (openapi: Omit<RouteDescription, "tag" | "caller">) => ({
  config: { openapi: { tag: "Sign-in by redirect", caller: "anybody", ...openapi } satisfies RouteDescription },
});

const time = z.iso.datetime();
const callback = described({
  id: "signIn.callback",
  summary: "Where an external system sends a person back after its sign-in",
  description:
    "The state is found once, for the browser that began the sign-in. What the vendor says is not passed on.",
  query: z.object({
    state: z.string().optional(),
    code: z.string().optional(),
    iss: z.string().optional(),
    error: z.string().optional(),
    realmId: z.string().optional(),
  }),
  answer: { redirect: "A page of the Console that tells how it went" },
});
const page = described({
  id: "connectLinks.get",
  summary: "What the page of a connect link shows; the link itself is the permission",
  answer: z.strictObject({
    organizationName: z.string(),
    credentialName: z.string(),
    systemName: z.string(),
    destinationName: z.string(),
    expiresAt: time,
    choices: z.array(z.strictObject({ id: z.string(), name: z.string() })).nullable(),
  }),
  description:
    "`choices` are the accounts that the sign-in was made for, where one is to be chosen; only the browser that signed in sees them.",
  errors: ["not_found"],
});
const start = described({
  id: "connectLinks.start",
  summary: "Begin the sign-in of a connect link in this browser",
  description: "Sets a cookie; no other browser can begin or finish this link's sign-in from then on.",
  answer: z.strictObject({ url: z.url(), expiresAt: time }),
  once: true,
  errors: ["csrf_token_invalid", "not_found", "credential_deleted", "credential_not_usable"],
});

const choice = described({
  id: "connectLinks.choose",
  summary: "Choose the account, when the sign-in of a connect link was made for several",
  description: "Only in the browser that signed in. The credential is tested, and the link is used up.",
  body: choiceBody,
  answer: z.strictObject({ working: z.boolean() }),
  once: true,
  errors: ["validation_failed", "csrf_token_invalid", "not_found"],
});

/** The sign-in by redirect, as far as browsers without an account, or on their way back, take part in it. */
export function addSignInRoutes(app: FastifyInstance, context: Context): void {
  app.get("/oauth/callback", callback, async (request, reply) => {
    const finished = await finishSignIn(context, {
      query: singleValues(request.query),
      ...(await personOf(context, request)),
      browserHash: browserHashOf(context, request),
    });
    if (!finished.reason && finished.organizationId && finished.credentialId) await testQuietly(context, finished);
    return reply.header("cache-control", "no-store").redirect(placeOf(finished), 303);
  });
  app.get<{ Params: { token: string } }>("/connect-links/:token", page, async (request, reply) => {
    reply.header("cache-control", "no-store");
    return readConnectLink(context, request.params.token, browserHashOf(context, request));
  });
  app.post<{ Params: { token: string } }>("/connect-links/:token/start", start, async (request, reply) => {
    requireOwnOrigin(context.config.publicUrl, accessRequest(request));
    let own = readConnectCookie(context.config.publicUrl, request.headers.cookie);
    const { token } = request.params;
    const { browserToken, begun } = await onceOutside(context, request, {
      actorId: idOfBytes(sha256(`connect link ${token}`)),
      operation: "connectLinks.start",
      prepare: async () => {
        own ??= randomToken(32);
        return { browserToken: own, begun: await followConnectLink(context, token, own) };
      },
      work: async (_tx, prepared) => prepared,
    });
    if (own !== browserToken) throw linkGone();
    return sendBound(context, reply, browserToken).send(begun);
  });
  addChoiceRoute(app, context);
}

/** Its answer holds no secret, and needs the cookie that it was given with. */
function addChoiceRoute(app: FastifyInstance, context: Context): void {
  app.post<{ Params: { token: string } }>("/connect-links/:token/choice", choice, async (request, reply) => {
    requireOwnOrigin(context.config.publicUrl, accessRequest(request));
    const browserHash = browserHashOf(context, request);
    if (!browserHash) throw linkGone();
    const { token } = request.params;
    reply.header("cache-control", "no-store");
    return onceOutside(context, request, {
      actorId: idOfBytes(sha256(`connect link ${token} ${browserHash.toString("hex")}`)),
      operation: "connectLinks.choose",
      prepare: () => chooseByConnectLink(context, token, { browserHash, ...requireBody(choiceBody, request) }),
      work: async (_tx, chosen) => chosen,
    });
  });
}

const sendBound = ({ config }: Context, reply: FastifyReply, browserToken: string): FastifyReply =>
  reply.header("cache-control", "no-store").header("set-cookie", connectCookie(config.publicUrl, browserToken));

/** A parameter that came twice counts as absent. */
function singleValues(query: unknown): Record<string, string> {
  const all = Object.entries((query ?? {}) as Record<string, unknown>);
  return Object.fromEntries(all.filter((one): one is [string, string] => typeof one[1] === "string"));
}

async function personOf(context: Context, request: FastifyRequest) {
  const session = await context.access.requireSession(accessRequest(request)).catch(() => undefined);
  return { userId: session?.userId ?? null };
}

function browserHashOf({ config }: Context, { headers }: FastifyRequest): Buffer | null {
  const token = readConnectCookie(config.publicUrl, headers.cookie);
  return token === undefined ? null : sha256(token);
}

/** The page that opens next shows at once whether it works. */
async function testQuietly(context: Context, { organizationId, credentialId }: FinishedSignIn): Promise<void> {
  await context.health.check(organizationId ?? "", credentialId ?? "", { isForced: true }).catch(() => undefined);
}

/** A page of the Console; only words of our own stand in its address, and the secret of a link that this browser holds. */
function placeOf({ organizationId, credentialId, isLink, choiceToken, reason }: FinishedSignIn): string {
  if (choiceToken) return `/connect/${choiceToken}`;
  if (isLink || !credentialId) return `/connected${reason ? `?reason=${reason}` : ""}`;
  return `/credentials/${credentialId}?org=${organizationId}&${reason ? `reason=${reason}` : "connected=true"}`;
}
