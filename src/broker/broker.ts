import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import type { Registry } from "../define/registry.ts";
import type { Events } from "../events/events.ts";
import { announceEnd } from "../health/announce-end.ts";
import { type Exchange, type Network, NetworkFailure } from "../net/network.ts";
import type { Changes } from "../store/changes.ts";
import type { Store } from "../store/db.ts";
import type { Vault } from "../vault/vault.ts";
import { createAuthorizer } from "./authorize.ts";
import { type AnswerSink, type CallBody, startCall } from "./call.ts";
import { type EndedGrant, endGrant, type GrantEnd } from "./end-grant.ts";
import { failureProblem } from "./failure-problem.ts";
import { createOpenedCredentials, type OpenedCredential } from "./opened-credentials.ts";
import { type CallRequest, createPreparer, type PreparedCall } from "./prepare.ts";
import { type BrokerAnswer, sendWhole } from "./send.ts";
import { type CodeExchange, type ExchangedCode, exchangeCode } from "./sign-in.ts";
import { type TestResult, testCredential } from "./test-credential.ts";
import { createTokenEngine, type TokenSettings } from "./tokens/engine.ts";
import { createTokenStore } from "./tokens/token-store.ts";
import { createUsage } from "./usage.ts";

export type { OpenedCredential } from "./opened-credentials.ts";
export type { BrokerAnswer } from "./send.ts";
export type { TestResult } from "./test-credential.ts";

export interface SendRequest extends CallRequest {
  body?: CallBody;
  /** For the whole call; 30 s unless said. */
  timeoutMs?: number;
  /** Longest body that is read; 10 MiB unless said. */
  limitBytes?: number;
}

/** Makes authorised requests of credentials. Its callers never see a secret. */
export interface Broker {
  /**
   * Reads the answer whole. Throws path_not_allowed, host_not_allowed (before a secret is opened), what a credential
   * that cannot be used throws, egress_refused, upstream_failed, upstream_timeout, upstream_authentication_failed.
   */
  send(request: SendRequest): Promise<BrokerAnswer>;
  /** Streams, for the proxy. Throws as `send` until the call is on its way; then the sink hears. */
  forward(request: CallRequest & { body: CallBody }, sink: AnswerSink): Promise<Exchange>;
  /** Asks the system whether it takes the credential. Stores nothing. `isForced`: a person asks; true unless said. */
  test(organizationId: string, credentialId: string, isForced?: boolean): Promise<TestResult>;
  /** Changes the code of a sign-in for a token. Rejects with SignInFailed or NetworkFailure. */
  exchangeCode(exchange: CodeExchange): Promise<ExchangedCode>;
  /** Ends the grant of a sign-in at the vendor. Changes nothing here. */
  endGrant(grant: EndedGrant): Promise<GrantEnd>;
  /** Cached for ten seconds; one query on a miss. For verification and for calls. */
  openForUse(organizationId: string, credentialId: string): Promise<OpenedCredential>;
  /** Counts a use outside the broker: a request that was verified with the credential. */
  countUse(credential: { id: string; organizationId: string }): void;
  /** Writes the calls that were counted in memory. */
  flushUsage(): Promise<void>;
  close(): Promise<void>;
}

export interface BrokerParts {
  config: Pick<Config, "baseUrls" | "aws">;
  log: Pick<Logger, "warn">;
  now: () => number;
  store: Store;
  changes: Changes;
  events: Events;
  vault: Pick<Vault, "open" | "mac" | "sealBytes" | "openBytes">;
  registry: Registry;
  network: Network;
  /** Shorter times, for tests. */
  tokenSettings?: Partial<TokenSettings>;
}

const sendTimeoutMs = 30_000;
const sendLimitBytes = 10 * 1024 * 1024;
const forwardTimeoutMs = 60_000;

export function createBroker(parts: BrokerParts): Broker {
  const { network, registry, now, log } = parts;
  const opened = createOpenedCredentials(parts);
  const authorizer = createAuthorizer();
  const tokenStore = createTokenStore({ ...parts, onEnded: (tx, ended) => announceEnd(tx, parts.events, ended) });
  const tokens = createTokenEngine({
    tokens: tokenStore,
    network,
    vault: parts.vault,
    now,
    settings: parts.tokenSettings,
  });
  const { baseUrls, aws } = parts.config;
  const operator = { aws };
  const preparer = createPreparer({ registry, network, now, opened, authorizer, tokens, baseUrls, operator });
  const usage = createUsage({
    store: parts.store,
    now,
    onError: (error) =>
      log.warn({ code: (error as { code?: unknown }).code }, "Calls of credentials are not written yet"),
  });
  const counted = async (request: CallRequest): Promise<PreparedCall> => preparer.prepare(request).catch(toProblem);

  return {
    send: async (request) => {
      const { body = null, timeoutMs = sendTimeoutMs, limitBytes = sendLimitBytes, method } = request;
      const call = await counted(request);
      const sent = sendWhole(network, call, { method, body, timeoutMs, limitBytes });
      sent.then(
        (answer) => usage.count(call.credential, answer.status >= 400),
        () => usage.count(call.credential, true),
      );
      return sent.catch(toProblem);
    },
    forward: async (request, sink) => {
      const call = await counted(request);
      const options = {
        method: request.method,
        body: request.body,
        timeoutMs: forwardTimeoutMs,
        idleTimeoutMs: forwardTimeoutMs,
      };
      let isAnswered = false;
      return startCall(network, call, options, {
        ...sink,
        onHeaders: (status, headers, answered) => {
          isAnswered = true;
          usage.count(call.credential, status >= 400);
          sink.onHeaders(status, headers, answered);
        },
        onFailure: (failure) => {
          if (!isAnswered) usage.count(call.credential, true);
          sink.onFailure(failure instanceof NetworkFailure ? failureProblem(failure) : failure);
        },
      });
    },
    test: async (organizationId, credentialId, isForced = true) => {
      const asking = { opened, preparer, registry, network, now };
      const result = await testCredential(asking, organizationId, credentialId, isForced);
      if (result.checked !== null) usage.count({ id: credentialId, organizationId }, result.verdict !== "working");
      return result;
    },
    exchangeCode: (exchange) =>
      exchangeCode({ network, tokens: tokenStore, baseUrls, now, appValues: preparer.appValues }, exchange),
    endGrant: (grant) =>
      endGrant({ network, tokens: tokenStore, baseUrls, now, appValues: preparer.keptAppValues }, grant),
    openForUse: opened.open,
    countUse: (credential) => usage.count(credential, false),
    flushUsage: usage.flush,
    close: async () => {
      await tokenStore.close();
      opened.close();
      await usage.close();
    },
  };
}

function toProblem(error: unknown): never {
  throw error instanceof NetworkFailure ? failureProblem(error) : error;
}
