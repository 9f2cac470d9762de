import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { canonicalHost } from "./egress-rules.ts";
import { NetworkFailure, toNetworkFailure } from "./network-failure.ts";

/** Lower-case names; a name that came several times holds a list. */
export type AnswerHeaders = Record<string, string | string[] | undefined>;

export interface ExchangeOptions {
  url: URL;
  method: string;
  /** Names and values in turn. */
  headers: string[];
  /** An iterator's source is never destroyed by a failed call, so the caller can still answer on its connection. */
  body: Buffer | Readable | AsyncIterable<Buffer> | null;
  /** Until the answer's headers. An upload that moves does not count. */
  timeoutMs: number;
  /** Longest pause within the answer's body. */
  idleTimeoutMs: number;
}

/** Hears of one exchange. Exactly one of `onEnd` and `onFailure` is called, once. */
export interface Sink {
  onHeaders(status: number, headers: AnswerHeaders): void;
  /** `false` holds the stream until `resume`. */
  onData(chunk: Buffer): boolean;
  onEnd(): void;
  onFailure(failure: NetworkFailure): void;
}

export interface Exchange {
  resume(): void;
  abort(failure?: NetworkFailure): void;
}

const brokenOff = (): NetworkFailure => new NetworkFailure("aborted", "The call was broken off.");

/** One request on a pooled connection. Redirects are answers like any other. Costs no stream objects. */
export function startExchange(dispatcher: Dispatcher, options: ExchangeOptions, sink: Sink): Exchange {
  const { url } = options;
  const host = canonicalHost(url.hostname);
  let controller: Dispatcher.DispatchController | undefined;
  let abortedWith: NetworkFailure | undefined;
  let isOver = false;
  const abort = (failure = brokenOff()): void => {
    if (isOver || abortedWith) return;
    abortedWith = failure;
    if (controller) controller.abort(failure);
    else fail(failure);
  };
  const fail = (error: unknown): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    sink.onFailure(abortedWith ?? toNetworkFailure(error, host));
  };
  const isUpload = options.body !== null && !Buffer.isBuffer(options.body);
  const timer = isUpload ? undefined : setTimeout(() => abort(late(host, options.timeoutMs)), options.timeoutMs);

  dispatcher.dispatch(
    {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: options.method as Dispatcher.HttpMethod,
      headers: options.headers,
      body: options.body as Dispatcher.DispatchOptions["body"],
      headersTimeout: isUpload ? options.timeoutMs : 0,
      bodyTimeout: options.idleTimeoutMs,
    },
    {
      onRequestStart: (started) => {
        controller = started;
        if (abortedWith) started.abort(abortedWith);
      },
      onResponseStart: (_controller, status, headers) => {
        if (status < 200) return;
        clearTimeout(timer);
        sink.onHeaders(status, headers);
      },
      onResponseData: (current, chunk) => {
        if (!isOver && !sink.onData(chunk)) current.pause();
      },
      onResponseEnd: () => {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        sink.onEnd();
      },
      onResponseError: (_controller, error) => fail(error),
    },
  );
  return { resume: () => controller?.resume(), abort };
}

export const late = (host: string, timeoutMs: number): NetworkFailure =>
  new NetworkFailure("timeout", `${host} did not answer within ${timeoutMs / 1000} seconds.`);
