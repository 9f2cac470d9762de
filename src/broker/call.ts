import type { Readable } from "node:stream";
import { type AnswerHeaders, type Exchange, type Network, NetworkFailure } from "../net/network.ts";
import type { Outgoing } from "./outgoing.ts";
import type { PreparedCall } from "./prepare.ts";
import { answerHeaders, type PassedHeaders } from "./response-headers.ts";

export type CallBody = Buffer | Readable | AsyncIterable<Buffer> | null;

export interface CallOptions {
  method: string;
  body: CallBody;
  /** Until the answer's headers. */
  timeoutMs: number;
  /** Longest pause within the answer's body. */
  idleTimeoutMs: number;
}

/** Hears of one call; the headers are those that may go back to the caller. */
export interface AnswerSink {
  onHeaders(status: number, headers: PassedHeaders, call: PreparedCall): void;
  onData(chunk: Buffer): boolean;
  onEnd(): void;
  onFailure(failure: unknown): void;
}

/** Sends a prepared call. A 401 for a token that can be renewed is tried once more, unless the body was a stream. */
export function startCall(network: Network, prepared: PreparedCall, options: CallOptions, sink: AnswerSink): Exchange {
  const isRepeatable = options.body === null || Buffer.isBuffer(options.body);
  let current: Exchange | undefined;
  let isAborted = false;

  const start = (call: PreparedCall, mayRenew: boolean): void => {
    let isSuperseded = false;
    const { url, allow, headers, tls, apply } = call;
    const repeat = (renew: () => Promise<PreparedCall>): void => {
      isSuperseded = true;
      renew().then((renewed) => {
        if (isAborted) sink.onFailure(new NetworkFailure("aborted", "The call was broken off."));
        else start(renewed, false);
      }, sink.onFailure);
    };
    const begin = (request: Pick<Outgoing, "url" | "headers" | "body">): void => {
      current = network.exchange(
        { ...options, url: request.url, headers: request.headers, body: request.body, allow, tls },
        {
          onHeaders: (status, received) => {
            if (mayRenew && call.renew && hasEnded(call, status, received)) repeat(call.renew);
            else sink.onHeaders(status, answerHeaders(status, received, call), call);
          },
          onData: (chunk) => isSuperseded || sink.onData(chunk),
          onEnd: () => {
            if (!isSuperseded) sink.onEnd();
          },
          onFailure: (failure) => {
            if (!isSuperseded) sink.onFailure(failure);
          },
        },
      );
    };
    const request = { url, headers, body: options.body };
    if (!apply) begin(request);
    else applyFirst(call, { ...request, method: options.method }, begin);
  };
  const applyFirst = (call: PreparedCall, request: Outgoing, begin: (ready: Outgoing) => void): void => {
    const applied = async (): Promise<Outgoing> => call.apply?.(request) ?? request;
    applied().then((ready) => {
      if (isAborted) sink.onFailure(new NetworkFailure("aborted", "The call was broken off."));
      else begin(ready);
    }, sink.onFailure);
  };
  start(prepared, isRepeatable);
  return {
    resume: () => current?.resume(),
    abort: (failure) => {
      isAborted = true;
      current?.abort(failure);
    },
  };
}

function hasEnded({ endedBy }: PreparedCall, status: number, headers: AnswerHeaders): boolean {
  if (status === 401) return true;
  return endedBy.some(({ status: ended, header }) => {
    const value = header && String(headers[header.name.toLowerCase()] ?? "");
    return ended === status && (!header || value?.includes(header.includes) === true);
  });
}
