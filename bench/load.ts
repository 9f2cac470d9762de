import { connect, type Socket } from "node:net";

export interface LoadResult {
  requests: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Status code -> answers. */
  statuses: Record<string, number>;
}

export interface LoadOptions {
  port: number;
  connections: number;
  /** Whole requests, head and body, as bytes; each is sent once, in turn. */
  requests: Buffer[];
  /** Stop after this long even when requests are left; with `repeat`, start over until then. */
  maxSeconds: number;
  repeat?: boolean;
}

/**
 * Sends prepared requests over keep-alive connections, one at a time on each, and reads the answers.
 * It does nothing else per request, so that on two cores the server is measured and not the generator.
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const started = performance.now();
  const deadline = started + options.maxSeconds * 1000;
  let next = 0;
  const take = (): Buffer | undefined => {
    if (performance.now() > deadline) return undefined;
    if (next >= options.requests.length && options.repeat) next = 0;
    return options.requests[next++];
  };
  const record = (status: string, latencyMs: number): void => {
    statuses[status] = (statuses[status] ?? 0) + 1;
    latencies.push(latencyMs);
  };
  await Promise.all(Array.from({ length: options.connections }, () => drive(options.port, take, record)));
  const seconds = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    seconds,
    perSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    statuses,
  };
}

export const percentile = (sorted: number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Several turns as one: sums of what was counted, the median of what was measured. */
export function together(turns: LoadResult[]): LoadResult {
  const sum = (of: (turn: LoadResult) => number): number => turns.reduce((total, turn) => total + of(turn), 0);
  const codes = [...new Set(turns.flatMap(({ statuses }) => Object.keys(statuses)))];
  const [requests, seconds] = [sum((turn) => turn.requests), sum((turn) => turn.seconds)];
  return {
    requests,
    seconds,
    perSecond: requests / seconds,
    p50Ms: median(turns.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(turns.map(({ p99Ms }) => p99Ms)),
    statuses: Object.fromEntries(codes.map((code) => [code, sum(({ statuses }) => statuses[code] ?? 0)])),
  };
}

export const median = (values: number[]): number =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

function drive(
  port: number,
  take: () => Buffer | undefined,
  record: (status: string, latencyMs: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let sentAt = 0;
    let rest = "";
    const send = (): void => {
      const request = take();
      if (!request) return void endSocket(socket, resolve);
      sentAt = performance.now();
      socket.write(request);
    };
    socket.setEncoding("latin1");
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("data", (chunk: string) => {
      rest += chunk;
      const end = answerEnd(rest);
      if (end < 0) return;
      record(rest.slice(9, 12), performance.now() - sentAt);
      rest = rest.slice(end);
      send();
    });
  });
}

function endSocket(socket: Socket, done: () => void): void {
  socket.removeAllListeners("error");
  socket.on("error", () => {});
  socket.end();
  done();
}

/** Where the answer at the start of the text ends, or -1 while it is not whole. Knows Content-Length and chunked bodies. */
function answerEnd(text: string): number {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return -1;
  const head = text.slice(0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const end = headEnd + 4 + Number(length);
    return text.length >= end ? end : -1;
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
    const last = text.indexOf("0\r\n\r\n", headEnd + 4);
    return last < 0 ? -1 : last + 5;
  }
  return headEnd + 4;
}
