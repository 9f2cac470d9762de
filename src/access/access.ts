import type { Actor, Context } from "../context.ts";
import type { JWK } from "../crypto/jwt.ts";
import { Problem } from "../errors.ts";
import type { Tx } from "../store/db.ts";
import type { PermissionStatement } from "../store/schema.ts";
import { readSessionCookie } from "./cookies.ts";
import { type RequestOrigin, requireCsrfToken, requireOwnOrigin } from "./csrf.ts";
import { createPasswords, type Passwords } from "./passwords.ts";
import { compilePolicies, isWithin } from "./policy-set.ts";
import { createPrincipals, type Principal, type Principals } from "./principals.ts";
import { createSessions, type Session, type Sessions } from "./sessions.ts";
import { createSetup, type Setup } from "./setup.ts";
import { createSigningKeys } from "./signing-keys.ts";
import { createTokens, type Tokens } from "./tokens.ts";
import { createVerifyClient, type VerifyClient } from "./verify-client.ts";

export interface AccessRequest extends RequestOrigin {
  method: string;
  authorization?: string;
  /** Header `Cookie`. */
  cookie?: string;
  csrfToken?: string;
}

export interface Access {
  /**
   * Who calls: by bearer token, else by the Console's session, which needs its CSRF token on all but reading.
   * No query while token and principal are in memory. Throws not_signed_in, token_invalid, csrf_token_invalid, or
   * not_found for an organization that the actor does not belong to.
   */
  authenticate(request: AccessRequest, organizationId: string): Promise<Actor & { session: boolean }>;
  /** The session alone, for what stands outside organizations; checks the CSRF token as above. */
  requireSession(request: AccessRequest): Promise<Session>;
  /** The token of a session that may have ended, from a page of our own; undefined without one. */
  presentedSession(request: AccessRequest): string | undefined;
  /** Throws not_permitted when `statements` allow anything that the actor may not do. */
  requireWithin(tx: Tx, actor: Actor, statements: PermissionStatement[]): Promise<void>;
  /** Call in the transaction that changes a user, service user, group, access key or policy: their tokens follow at once. */
  changed(tx: Tx, principalOrPolicyId: string): Promise<void>;
  verifyClient: VerifyClient;
  issueToken: Tokens["issue"];
  jwks(): Promise<{ keys: JWK[] }>;
  /** Makes a new key for access tokens when the present one is old. */
  renewSigningKey(): Promise<void>;
  principals: Principals;
  sessions: Sessions;
  passwords: Passwords;
  setup: Setup;
}

export type AccessParts = Pick<Context, "config" | "store" | "changes" | "vault" | "now">;

export function createAccess(parts: AccessParts): Access {
  const { config, store, changes, vault, now } = parts;
  const principals = createPrincipals(store, changes);
  const signingKeys = createSigningKeys(store, vault, now);
  const tokens = createTokens(signingKeys, () => config.publicUrl, now);
  const sessions = createSessions(store.system, changes, now);
  const passwords = createPasswords({ db: store.system, now });

  const byToken = async (authorization: string, organizationId: string): Promise<Principal | undefined> => {
    const claims = await tokens.verify(bearerToken(authorization));
    if (!claims) throw tokenInvalid();
    const principal = await principals.find("SERVICEUSER", claims.sub, claims.orgId);
    if (!principal?.activeKeys.has(claims.accessKey)) throw tokenInvalid();
    return claims.orgId === organizationId ? principal : undefined;
  };
  const requireOwnPage = (request: AccessRequest, token: string): void => {
    if (isReading(request.method)) return;
    requireOwnOrigin(config.publicUrl, request);
    requireCsrfToken(token, request.csrfToken);
  };
  const requireSession = async (request: AccessRequest): Promise<Session> => {
    const session = await sessions.find(readSessionCookie(config.publicUrl, request.cookie));
    if (!session) throw new Problem("not_signed_in", "Sign in, or send an access token as Authorization: Bearer.");
    requireOwnPage(request, session.token);
    return session;
  };
  const bySession = async (request: AccessRequest, organizationId: string): Promise<Principal | undefined> => {
    const session = await requireSession(request);
    return uuid.test(organizationId) ? principals.find("USER", session.userId, organizationId) : undefined;
  };

  return {
    authenticate: async (request, organizationId) => {
      const { authorization } = request;
      const principal = await (authorization === undefined
        ? bySession(request, organizationId)
        : byToken(authorization, organizationId));
      if (!principal) throw new Problem("not_found");
      return { ...principal.actor, session: authorization === undefined };
    },
    requireSession,
    presentedSession: (request) => {
      const token = readSessionCookie(config.publicUrl, request.cookie);
      if (token) requireOwnPage(request, token);
      return token || undefined;
    },
    requireWithin: async (tx, actor, statements) => {
      if (statements.length === 0) return;
      const holder = await principals.read(tx, actor.type, actor.id, actor.organizationId);
      if (holder && isWithin(compilePolicies(statements), holder.policies)) return;
      throw new Problem("not_permitted", "This would give permissions that you do not have yourself.");
    },
    changed: principals.changed,
    verifyClient: createVerifyClient(store, now),
    issueToken: tokens.issue,
    jwks: signingKeys.jwks,
    renewSigningKey: signingKeys.renew,
    principals,
    sessions,
    passwords,
    setup: createSetup(parts),
  };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const isReading = (method: string): boolean => method === "GET" || method === "HEAD";

/** RFC 6750 section 2.1; the scheme's letter case does not matter. */
function bearerToken(authorization: string): string {
  const token = /^Bearer +([A-Za-z0-9_.-]+) *$/i.exec(authorization)?.[1];
  if (!token) throw tokenInvalid();
  return token;
}

const tokenInvalid = (): Problem =>
  new Problem("token_invalid", "The access token is not valid or has expired. Get a new one from POST /oauth/token.");
