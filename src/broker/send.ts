import { late } from "../net/exchange.ts";
import type { Network } from "../net/network.ts";
import { type CallBody, startCall } from "./call.ts";
import type { PreparedCall } from "./prepare.ts";
import type { PassedHeaders } from "./response-headers.ts";
import { createStreamMask } from "./stream-mask.ts";

/** An answer that was read whole. Secrets are gone from headers and body. */
export interface BrokerAnswer {
  status: number;
  headers: PassedHeaders;
  body: Buffer;
  /** The body was longer than the limit; the rest was not read. */
  truncated: boolean;
  durationMs: number;
  /** Takes secrets out of a text made from the answer. */
  redact: (text: string) => string;
}

export interface SendOptions {
  method: string;
  body: CallBody;
  /** For the whole call, the answer's body included. */
  timeoutMs: number;
  limitBytes: number;
}

/** Rejects with NetworkFailure, or a Problem of the sign-in when a renewed token could not be had. */
export function sendWhole(network: Network, prepared: PreparedCall, options: SendOptions): Promise<BrokerAnswer> {
  const { limitBytes, timeoutMs } = options;
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let head: { status: number; headers: PassedHeaders; call: PreparedCall } | undefined;
    const finish = (truncated: boolean): void => {
      if (!head) return;
      clearTimeout(timer);
      const { status, headers, call } = head;
      const body = masked(call, Buffer.concat(chunks).subarray(0, limitBytes), truncated);
      const durationMs = performance.now() - startedAt;
      resolve({ status, headers, body, truncated, durationMs, redact: call.redactor.text });
    };
    const timer = setTimeout(() => exchange.abort(late(prepared.url.hostname, timeoutMs)), timeoutMs);
    const exchange = startCall(
      network,
      prepared,
      { ...options, idleTimeoutMs: timeoutMs },
      {
        onHeaders: (status, headers, call) => {
          head = { status, headers, call };
        },
        onData: (chunk) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length > limitBytes) {
            finish(true);
            exchange.abort();
          }
          return true;
        },
        onEnd: () => finish(false),
        onFailure: (failure) => {
          clearTimeout(timer);
          reject(failure);
        },
      },
    );
  });
}

/** At a cut the beginning of a secret is left out too. */
function masked({ redactor }: PreparedCall, body: Buffer, truncated: boolean): Buffer {
  const mask = createStreamMask(redactor.needles);
  const clean = mask.push(body);
  return truncated ? clean : Buffer.concat([clean, mask.flush()]);
}
