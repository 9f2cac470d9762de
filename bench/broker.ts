import autocannon from "autocannon";
import { load } from "./load.ts";
import { startProcess, startServer } from "./server.ts";
import type { Bench } from "./table.ts";

const seconds = 6;
const connections = 32;

interface Target {
  port: number;
  path: string;
  authorization: string;
}

/**
 * A GET through the streaming proxy against the same GET sent straight to the same loopback server, and against a proxy that does
 * nothing but pass it on: that is the most that any proxy on Node keeps. Throughput is measured with autocannon, a client that reads
 * answers as real ones do, and again with a generator that costs next to nothing.
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
    const one = { direct: await generate(direct, 1), proxied: await generate(proxied, 1) };
    const many = { direct: await client(direct), passedOn: await client(passedOn), proxied: await client(proxied) };
    const light = { direct: await generate(direct, connections), proxied: await generate(proxied, connections) };
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

async function client({ port, path, authorization }: Target) {
  const url = `http://127.0.0.1:${port}${path}`;
  const result = await autocannon({ url, headers: { authorization }, connections, duration: seconds });
  return {
    requests: result.requests.total,
    seconds: result.duration,
    perSecond: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.errors + result.non2xx,
  };
}

async function generate({ port, path, authorization }: Target, connectionCount: number) {
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\n\r\n`);
  const result = await load({
    port,
    connections: connectionCount,
    requests: [request],
    maxSeconds: seconds,
    repeat: true,
  });
  const { statuses, ...figures } = result;
  return { ...figures, failed: result.requests - (statuses["200"] ?? 0) };
}
