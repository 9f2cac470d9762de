import type { Registry } from "../define/registry.ts";
import type { Scheme } from "../define/schemes.ts";
import { Problem } from "../errors.ts";
import type { Network } from "../net/network.ts";
import { reveal } from "../vault/reveal.ts";
import type { Authorizer } from "./authorize.ts";
import { type Destination, destinationOf } from "./destination.ts";
import type { FoundCredential, OpenedCredential, OpenedCredentials } from "./opened-credentials.ts";
import { createRedactor, type Redactor } from "./redactor.ts";
import { passedHeaders } from "./request-headers.ts";
import type { Authorization, SchemeInput } from "./schemes/scheme.ts";
import { type Query, resolveTarget, type Target } from "./target.ts";

export interface CallRequest {
  organizationId: string;
  credentialId: string;
  method: string;
  path: string;
  query?: Query;
  /** The caller's, names and values in turn. */
  headers?: readonly string[];
  /** Of a streamed body, when the caller announced it; without it the body goes in chunks. */
  contentLength?: string;
}

/** A request with the vendor's authorisation on it. */
export interface PreparedCall extends Target {
  credential: OpenedCredential;
  headers: string[];
  redactor: Redactor;
  claims: Record<string, string>;
  /** After a 401: the same with a new token; absent when there is nothing to renew. */
  renew?: () => Promise<PreparedCall>;
}

export interface PrepareParts {
  registry: Pick<Registry, "destination" | "type">;
  baseUrls: Readonly<Record<string, string>>;
  network: Network;
  now: () => number;
  opened: OpenedCredentials;
  authorizer: Authorizer;
}

export interface Preparer {
  /** Where the credential may be sent; opens no secret. */
  destination(credential: FoundCredential): Destination;
  /** Throws path_not_allowed and host_not_allowed before a secret is opened. */
  prepare(request: CallRequest): Promise<PreparedCall>;
}

interface Ready {
  scheme: Scheme;
  input: SchemeInput;
  /** Of schemes that ask nobody. */
  lasting: Authorization | undefined;
}

export function createPreparer(parts: PrepareParts): Preparer {
  const destinations = new WeakMap<FoundCredential, Destination>();
  const readies = new WeakMap<OpenedCredential, Ready>();
  const redactors = new WeakMap<Authorization, Redactor>();

  const destination = (credential: FoundCredential): Destination => {
    const known = destinations.get(credential);
    if (known) return known;
    const entry = parts.registry.destination(credential.destination);
    if (!entry)
      throw new Problem("credential_not_usable", "This installation does not know the credential's destination.");
    const made = destinationOf(entry, credential.fields, parts.baseUrls[credential.destination]);
    destinations.set(credential, made);
    return made;
  };
  const ready = (credential: OpenedCredential, at: Destination): Ready => {
    const known = readies.get(credential);
    if (known) return known;
    const scheme = schemeOf(parts.registry, credential);
    const input = { values: valuesOf(credential), destination: at, network: parts.network, now: parts.now };
    const made: Ready = { scheme, input, lasting: undefined };
    readies.set(credential, made);
    return made;
  };
  const redactorOf = (
    authorization: Authorization,
    { values }: SchemeInput,
    credential: OpenedCredential,
  ): Redactor => {
    const known = redactors.get(authorization);
    if (known) return known;
    const secret = Object.keys(credential.secrets.current).map((name) => values[name] ?? "");
    const made = createRedactor([...secret, ...authorization.secrets]);
    redactors.set(authorization, made);
    return made;
  };
  const finish = async (request: CallRequest, target: Target, found: FoundCredential): Promise<PreparedCall> => {
    const credential = await parts.opened.open(request.organizationId, request.credentialId);
    const at = destination(found);
    const state = ready(credential, at);
    const key = `${credential.id}:${credential.version}`;
    const authorization = state.lasting ?? (await parts.authorizer.authorize(key, state.scheme, state.input));
    if (authorization.expiresAt === undefined) state.lasting = authorization;
    const own = [...authorization.headers, "accept-encoding", "identity"];
    if (at.replacedHost !== undefined) own.push("x-forwarded-host", at.replacedHost);
    if (request.contentLength !== undefined) own.push("content-length", request.contentLength);
    return {
      ...target,
      credential,
      headers: [...passedHeaders(request.headers ?? [], own), ...own],
      redactor: redactorOf(authorization, state.input, credential),
      claims: authorization.claims ?? {},
      ...(authorization.expiresAt === undefined
        ? {}
        : {
            renew: () => {
              parts.authorizer.forget(key, authorization);
              return finish(request, target, found);
            },
          }),
    };
  };
  return {
    destination,
    prepare: async (request) => {
      const found = await parts.opened.find(request.organizationId, request.credentialId);
      schemeOf(parts.registry, found);
      return finish(request, resolveTarget(destination(found), request.path, request.query), found);
    },
  };
}

function schemeOf(registry: PrepareParts["registry"], { destination, type }: FoundCredential): Scheme {
  const scheme = registry.type(destination, type)?.authorize;
  if (scheme) return scheme;
  throw new Problem("credential_not_usable", "This type of credential does not call an external system.");
}

function valuesOf({ fields, secrets }: OpenedCredential): Record<string, string> {
  const opened = Object.entries(secrets.current).map(([name, value]) => [name, reveal(value)]);
  return { ...fields, ...Object.fromEntries(opened) };
}
