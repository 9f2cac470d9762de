import { LRUCache } from "lru-cache";
import type { OpenedCredential } from "../../broker/opened-credentials.ts";
import type { Context } from "../../context.ts";
import type { CredentialType } from "../../define/system.ts";
import type { IncomingWebhookRules } from "../../define/verifications.ts";
import { Problem } from "../../errors.ts";
import { type EndpointRow, findEndpoint } from "../../store/incoming-endpoints.ts";
import { reveal } from "../../vault/reveal.ts";
import type { Check, WebhookSettings } from "./check.ts";
import type { KeySource } from "./key-source.ts";
import type { RawRequest } from "./raw-request.ts";

/** What is needed to judge a request: the webhook, the rules of its credential's type, and the opened credential. */
export interface Endpoint {
  webhookId: string;
  organizationId: string;
  active: boolean;
  settings: WebhookSettings;
  /** Why no request can be verified, in words; then there are no rules. */
  unusable?: string;
  rules?: IncomingWebhookRules;
  credential?: OpenedCredential;
  /** Fields of the credential's type that may be left out. */
  optionalFields?: ReadonlySet<string>;
  keys?: KeySource;
}

export interface Endpoints {
  /** Undefined for an unknown token. Cached for ten seconds at most; dropped at once when the webhook or its credential changes. */
  find(token: string): Promise<Endpoint | undefined>;
  /** Never cached. */
  load(row: EndpointRow): Promise<Endpoint>;
}

type Parts = Pick<Context, "store" | "broker" | "registry" | "changes" | "now"> & { keys: KeySource };

const freshForMs = 10_000;
const unknownForMs = 2_000;
const maxKnown = 5_000;
const maxUnknown = 10_000;
const tokenForm = /^[A-Za-z0-9_-]{43}$/;

export function createEndpoints(parts: Parts): Endpoints {
  const perf = { now: parts.now };
  const known = new LRUCache<string, Endpoint>({ max: maxKnown, ttl: freshForMs, ttlResolution: 0, perf });
  const unknown = new LRUCache<string, true>({ max: maxUnknown, ttl: unknownForMs, ttlResolution: 0, perf });
  const loading = new Map<string, Promise<Endpoint | undefined>>();
  let generation = 0;

  const drop = (concerns: (endpoint: Endpoint) => boolean): void => {
    generation += 1;
    unknown.clear();
    loading.clear();
    for (const [token, endpoint] of known.entries()) if (concerns(endpoint)) known.delete(token);
  };
  parts.changes.on("incomingwebhook", (id) => drop((endpoint) => id === null || endpoint.webhookId === id));
  parts.changes.on("credential", (id) =>
    drop((endpoint) => id === null || endpoint.credential?.id === id || !endpoint.rules),
  );

  const read = async (token: string): Promise<Endpoint | undefined> => {
    const startedAt = generation;
    const row = await findEndpoint(parts.store.systemPool, token);
    const endpoint = row && (await loadEndpoint(parts, row));
    if (startedAt !== generation) return endpoint;
    if (endpoint) known.set(token, endpoint);
    else unknown.set(token, true);
    return endpoint;
  };
  const readOnce = (token: string): Promise<Endpoint | undefined> => {
    const underWay = loading.get(token);
    if (underWay) return underWay;
    const started = read(token).finally(() => loading.get(token) === started && loading.delete(token));
    loading.set(token, started);
    return started;
  };
  return {
    load: (row) => loadEndpoint(parts, row),
    find: async (token) => {
      const cached = known.get(token);
      if (cached) return cached;
      return !tokenForm.test(token) || unknown.has(token) ? undefined : readOnce(token);
    },
  };
}

async function loadEndpoint({ broker, registry, keys }: Parts, row: EndpointRow): Promise<Endpoint> {
  const endpoint: Endpoint = {
    webhookId: row.id,
    organizationId: row.organizationId,
    active: row.active,
    settings: row.options as WebhookSettings,
  };
  if (row.credentialId === null) return { ...endpoint, unusable: "no credential verifies it yet" };
  try {
    const credential = await broker.openForUse(row.organizationId, row.credentialId);
    const type = registry.type(credential.destination, credential.type);
    const rules = type?.incoming;
    return rules
      ? { ...endpoint, rules, credential, keys, optionalFields: optionalOf(type) }
      : { ...endpoint, unusable: "the credential cannot verify requests" };
  } catch (error) {
    const words = error instanceof Problem ? unusableWords[error.code] : undefined;
    if (words === undefined) throw error;
    return { ...endpoint, unusable: words };
  }
}

const unusableWords: Partial<Record<Problem["code"], string>> = {
  not_found: "the credential is deleted",
  credential_deleted: "the credential is deleted",
  credential_disabled: "the credential is disabled",
  credential_not_usable: "the credential is not complete",
};

const optionalOf = ({ fields }: CredentialType): ReadonlySet<string> =>
  new Set(Object.keys(fields).filter((name) => fields[name]?.optional));

/** All that a verifier looks at, with the secrets opened for this one check. */
export function toCheck(endpoint: Endpoint, request: RawRequest, publicUrl: string, nowMs: number): Check {
  const { settings, rules } = endpoint;
  return {
    request,
    url: publicUrl + request.target,
    fieldSets: openFieldSets(endpoint, nowMs),
    optionalFields: endpoint.optionalFields,
    settings,
    windowSeconds: settings.windowSeconds ?? rules?.windowSeconds ?? 300,
    nowMs,
    keys: endpoint.keys,
  };
}

function openFieldSets({ credential, optionalFields = new Set() }: Endpoint, nowMs: number): Record<string, string>[] {
  if (!credential) return [];
  const blanks = Object.fromEntries([...optionalFields].map((name) => [name, ""]));
  const { fields, secrets } = credential;
  const valid = secrets.previous.filter(({ validUntil }) => validUntil.getTime() > nowMs).map(({ values }) => values);
  return [secrets.current, ...valid].map((values) => {
    const opened: Record<string, string> = { ...blanks, ...fields };
    for (const [name, value] of Object.entries(values)) opened[name] = reveal(value);
    return opened;
  });
}
