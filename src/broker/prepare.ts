import type { Registry } from "../define/registry.ts";
import type { Scheme } from "../define/schemes.ts";
import type { CredentialType } from "../define/system.ts";
import { Problem } from "../errors.ts";
import type { Network } from "../net/network.ts";
import { reveal } from "../vault/reveal.ts";
import type { Authorizer } from "./authorize.ts";
import { type Authorizing, authorizingOf } from "./authorizing.ts";
import { defaultHeaders } from "./default-headers.ts";
import { type Destination, destinationOf } from "./destination.ts";
import type { FoundCredential, OpenedCredential, OpenedCredentials } from "./opened-credentials.ts";
import { createRedactor, type Redactor } from "./redactor.ts";
import { passedHeaders } from "./request-headers.ts";
import type { Authorization, EndedBy, SchemeInput } from "./schemes/scheme.ts";
import { type Query, resolveTarget, type Target } from "./target.ts";
import type { TokenEngine } from "./tokens/engine.ts";

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
  /** A person asks: a token is fetched also where an automatic attempt would wait. */
  isForced?: boolean;
}

/** A request with the vendor's authorisation on it. */
export interface PreparedCall extends Target {
  credential: OpenedCredential;
  headers: string[];
  redactor: Redactor;
  claims: Record<string, string>;
  /** The scheme's last word on the request, once its body is known. */
  apply: Authorization["apply"];
  tls: Authorization["tls"];
  /** After a 401: the same with a new token; absent when there is nothing to renew. */
  renew: (() => Promise<PreparedCall>) | undefined;
  /** Answers beside a 401 after which it is renewed too. */
  endedBy: readonly EndedBy[];
}

export interface PrepareParts {
  registry: Pick<Registry, "destination" | "type">;
  baseUrls: Readonly<Record<string, string>>;
  network: Network;
  now: () => number;
  /** Keys of the installation itself. */
  operator: SchemeInput["operator"];
  opened: OpenedCredentials;
  authorizer: Authorizer;
  tokens: TokenEngine;
}

export interface Preparer {
  /** Where the credential may be sent; opens no secret. */
  destination(credential: FoundCredential): Destination;
  /** Every field of an OAuth app, opened. */
  appValues(organizationId: string, appId: string): Promise<Record<string, string>>;
  /** The same, also of one that is deleted. */
  keptAppValues(organizationId: string, appId: string): Promise<Record<string, string>>;
  /** Throws path_not_allowed and host_not_allowed before a secret is opened. */
  prepare(request: CallRequest): Promise<PreparedCall>;
}

interface Ready {
  authorizing: Authorizing;
  input: SchemeInput;
  /** Templates of the headers that the system wants on every request. */
  headers: Record<string, string>;
  /** Of schemes that ask nobody. */
  lasting: Authorization | undefined;
}

export function createPreparer(parts: PrepareParts): Preparer {
  const { opened, registry } = parts;
  const appValues = async (organizationId: string, appId: string) =>
    valuesOf(await opened.open(organizationId, appId).catch(withoutApp));
  const destination = memo((credential: FoundCredential) => findDestination(parts, credential));
  const ready = memo((credential: OpenedCredential) => readyOf(parts, appValues, credential, destination(credential)));
  const redactors = new WeakMap<Authorization, Redactor>();

  const authorize = async (
    state: Ready,
    credential: OpenedCredential,
    isForced: boolean,
  ): Promise<[Authorization, Redactor]> => {
    const authorization = state.lasting ?? (await state.authorizing.authorize(isForced));
    if (authorization.expiresAt === undefined) state.lasting = authorization;
    const redactor = redactors.get(authorization) ?? redactorOf(authorization, state.input, credential);
    redactors.set(authorization, redactor);
    return [authorization, redactor];
  };
  const finish = async (request: CallRequest, target: Target): Promise<PreparedCall> => {
    const credential = await opened.open(request.organizationId, request.credentialId);
    const state = ready(credential);
    const [authorization, redactor] = await authorize(state, credential, request.isForced ?? false);
    const wanted = defaultHeaders(state.headers, credential.fields, request.headers ?? []);
    const own = [...wanted, ...ownHeaders(request, authorization, target)];
    const renew = (): Promise<PreparedCall> => {
      state.authorizing.forget(authorization);
      return finish(request, target);
    };
    return {
      ...target,
      credential,
      headers: [...passedHeaders(request.headers ?? [], own), ...own],
      redactor,
      claims: authorization.claims ?? {},
      apply: authorization.apply,
      tls: authorization.tls,
      renew: authorization.expiresAt === undefined ? undefined : renew,
      endedBy: authorization.endedBy ?? [],
    };
  };
  return {
    destination,
    appValues,
    keptAppValues: async (organizationId, appId) => valuesOf(await opened.openKept(organizationId, appId)),
    prepare: async (request) => {
      const found = await opened.find(request.organizationId, request.credentialId);
      schemeOf(registry, found);
      return finish(request, resolveTarget(destination(found), request.path, request.query));
    },
  };
}

/** Makes a value once for each key, for as long as the key lives. */
function memo<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

function findDestination({ registry, baseUrls }: PrepareParts, credential: FoundCredential): Destination {
  const { destination, fields } = credential;
  const entry = registry.destination(destination);
  const ofType = registry.type(destination, credential.type)?.baseUrls?.[destination];
  if (entry) return destinationOf({ ...entry, baseUrl: ofType ?? entry.baseUrl }, fields, baseUrls[destination]);
  throw new Problem("credential_not_usable", "This installation does not know the credential's destination.");
}

function readyOf(
  parts: PrepareParts,
  appValues: Preparer["appValues"],
  credential: OpenedCredential,
  at: Destination,
): Ready {
  const { registry, network, now, operator } = parts;
  const type = registry.type(credential.destination, credential.type);
  const input = { values: { ...blanks(type), ...valuesOf(credential) }, destination: at, network, now, operator };
  const headers = { ...registry.destination(credential.destination)?.headers, ...type?.headers };
  const authorizing = authorizingOf({ ...parts, appValues }, credential, schemeOf(registry, credential), input);
  return { authorizing, input, headers, lasting: undefined };
}

function withoutApp(): never {
  throw new Problem("credential_not_usable", "The OAuth app of this credential is deleted or disabled.");
}

function redactorOf(authorization: Authorization, { values }: SchemeInput, { secrets }: OpenedCredential): Redactor {
  const own = Object.keys(secrets.current).map((name) => values[name] ?? "");
  return createRedactor([...own, ...authorization.secrets]);
}

/** What the broker sets itself. An answer that is packed cannot be searched for secrets, so none is asked for. */
function ownHeaders(request: CallRequest, { headers }: Authorization, { replacedHost }: Target): string[] {
  const own = [...headers, "accept-encoding", "identity"];
  if (replacedHost !== undefined) own.push("x-forwarded-host", replacedHost);
  if (request.contentLength !== undefined) own.push("content-length", request.contentLength);
  return own;
}

function schemeOf(registry: PrepareParts["registry"], { destination, type }: FoundCredential): Scheme {
  const scheme = registry.type(destination, type)?.authorize;
  if (scheme) return scheme;
  throw new Problem("credential_not_usable", "This type of credential does not call an external system.");
}

/** An optional field that was left out is empty in a template. */
const blanks = (type: CredentialType | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(type?.fields ?? {})
      .filter(([, field]) => field.optional)
      .map(([name]) => [name, ""]),
  );

function valuesOf({ fields, secrets }: OpenedCredential): Record<string, string> {
  const opened = Object.entries(secrets.current).map(([name, value]) => [name, reveal(value)]);
  return { ...fields, ...Object.fromEntries(opened) };
}
