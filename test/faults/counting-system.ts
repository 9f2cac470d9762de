import { text } from "node:stream/consumers";
import { type FakeServer, startServer } from "../fakes/server.ts";

export interface CountingSystem extends FakeServer {
  /** Idempotency key -> when each call with it came, Unix milliseconds. */
  calls: Map<string, number[]>;
}

/** Answers every call after a moment. */
export async function startCountingSystem(): Promise<CountingSystem> {
  const calls: CountingSystem["calls"] = new Map();
  const server = await startServer(async (request, response) => {
    const key = String(request.headers["chargebee-idempotency-key"]);
    calls.set(key, [...(calls.get(key) ?? []), Date.now()]);
    await text(request).catch(() => "");
    setTimeout(() => {
      if (response.destroyed) return;
      response.setHeader("content-type", "application/json");
      response.end('{"done":true}');
    }, 5);
  });
  return Object.assign(server, { calls });
}
