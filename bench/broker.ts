import autocannon from "autocannon";
import { type LoadResult, load, together } from "./load.ts";
import { startProcess, startServer } from "./server.ts";
import type { Bench } from "./table.ts";

const turns = 4;
const secondsOfTurn = 2;
const connections = 32;

interface Target {
  port: number;
  path: string;
  authorization: string;
}

/**
 * A GET through the streaming proxy against the same GET sent straight to the same loopback server, and against a proxy that does
 * nothing but pass it on: that is the most that any proxy on Node keeps. Throughput is measured with autocannon, a client that reads
 * answers as real ones do, and again with a generator that costs next to nothing. All take turns, so that a slow minute of the
 * machine hits each of them.
 */
export const broker: Bench = async () => {
  const target = await startProcess("bare-server.ts");
  const server = await startServer({ CREDENZA_BASE_URL_CHARGEBEE: `http://127.0.0.1:${target.port}` });
  const bareProxy = await startProcess("bare-proxy.ts", String(target.port));
  try {
    const { id } = await server.api("POST", "integrationcredentials", {
      name: "Chargebee",
      destination: "CHARGEBEE",
      site: "bench",
      apiKey: "test_bench_key",
    });
    const path = `/organizations/${server.organizationId}/integrationcredentials/${id}/proxy/customers?limit=1`;
    const proxied: Target = { port: server.port, path, authorization: `Bearer ${server.token}` };
    const direct: Target = { port: target.port, path: "/customers?limit=1", authorization: "Basic dGVzdDo=" };
    const passedOn: Target = { ...direct, port: bareProxy.port };

    await client(proxied);
    await client(passedOn);
    const one = await inTurn({ direct: () => generate(direct, 1), proxied: () => generate(proxied, 1) });
    const many = await inTurn({
      direct: () => client(direct),
      passedOn: () => client(passedOn),
      proxied: () => client(proxied),
    });
    const light = await inTurn({
      direct: () => generate(direct, connections),
      proxied: () => generate(proxied, connections),
    });
    return {
      rows: [
        { what: "direct, 1 connection", ...one.direct },
        { what: "through the broker, 1 connection", ...one.proxied },
        { what: "direct, 32 connections", ...many.direct },
        { what: "through a proxy that only passes on, 32 connections", ...many.passedOn },
        { what: "through the broker, 32 connections", ...many.proxied },
        { what: "direct, 32 connections, light generator", ...light.direct },
        { what: "through the broker, 32 connections, light generator", ...light.proxied },
      ],
      figures: {
        addedP50Ms: one.proxied.p50Ms - one.direct.p50Ms,
        addedP99Ms: one.proxied.p99Ms - one.direct.p99Ms,
        perSecond: many.proxied.perSecond,
        ratioToDirect: many.proxied.perSecond / many.direct.perSecond,
        bareProxyToDirect: many.passedOn.perSecond / many.direct.perSecond,
        ratioToBareProxy: many.proxied.perSecond / many.passedOn.perSecond,
        ratioToDirectLightGenerator: light.proxied.perSecond / light.direct.perSecond,
        failed: many.proxied.failed,
        residentMiBAfter: await server.residentMiB(),
      },
      targets: { addedP50Ms: "<= 2", ratioToDirect: ">= 0.3", residentMiBAfter: "< 200" },
    };
  } finally {
    await server.stop();
    await bareProxy.stop();
    await target.stop();
  }
};

async function inTurn<What extends string>(works: Record<What, () => Promise<LoadResult>>) {
  const names = Object.keys(works) as What[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<What, LoadResult[]>;
  for (let turn = 0; turn < turns; turn++) {
    for (const name of names) results[name].push(await works[name]());
  }
  const figures = names.map((name) => {
    const { statuses, ...sums } = together(results[name]);
    return [name, { ...sums, failed: sums.requests - (statuses["200"] ?? 0) }];
  });
  return Object.fromEntries(figures) as Record<What, Omit<LoadResult, "statuses"> & { failed: number }>;
}

async function client({ port, path, authorization }: Target): Promise<LoadResult> {
  const url = `http://127.0.0.1:${port}${path}`;
  const result = await autocannon({ url, headers: { authorization }, connections, duration: secondsOfTurn });
  return {
    requests: result.requests.total,
    seconds: result.duration,
    perSecond: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    statuses: { "200": result.requests.total - result.errors - result.non2xx },
  };
}

function generate({ port, path, authorization }: Target, connectionCount: number): Promise<LoadResult> {
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\n\r\n`);
  return load({ port, connections: connectionCount, requests: [request], maxSeconds: secondsOfTurn, repeat: true });
}
