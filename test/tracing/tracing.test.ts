import { json } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FakeChargebee, startFakeChargebee } from "../fakes/chargebee.ts";
import { type FakeServer, startServer } from "../fakes/server.ts";
import { startCredenza, type TestCredenza } from "../harness.ts";

interface SentSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: Record<string, unknown> }[];
}
interface Sent {
  resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[];
}

const key = "test_traced_0aBcD1eFgH2iJkL3";
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const callerSpanId = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${callerSpanId}-01`;
const spans: SentSpan[] = [];
let collector: FakeServer;
let chargebee: FakeChargebee;
let credenza: TestCredenza;
let text = "";

beforeAll(async () => {
  collector = await startServer(async (request, response) => {
    const sent = (await json(request)) as Sent;
    text += JSON.stringify(sent);
    for (const { scopeSpans } of sent.resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    response.end("{}");
  });
  chargebee = await startFakeChargebee({ keys: { [key]: "full" } });
  credenza = await startCredenza({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, CREDENZA_BASE_URL_CHARGEBEE: chargebee.url },
  });
});
afterAll(async () => {
  await chargebee?.close();
  await collector?.close();
});

const attributesOf = (span: SentSpan | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key: name, value }) => [name, Object.values(value)[0]]));

it("sends a span of the caller's trace for a request and one below it for the call out, without what is private", async () => {
  const body = { name: "Traced", destination: "CHARGEBEE", apiKey: key, site: "acme-test" };
  const { id } = (await credenza.api("POST", "integrationcredentials", { body })).body;
  const call = { method: "GET", path: "/customers?email=ada@example.test" };
  const path = `integrationcredentials/${id}/request`;
  expect((await credenza.api("POST", path, { body: call, headers: { traceparent } })).status).toBe(200);
  expect((await credenza.api("GET", `integrationcredentials/${credenza.organizationId}`)).status).toBe(404);
  await credenza.stop();

  const request = spans.find(({ name }) => name === "credentials.request");
  expect(request).toMatchObject({ traceId, parentSpanId: callerSpanId });
  expect(attributesOf(request)).toMatchObject({ "http.request.method": "POST", "http.response.status_code": 200 });
  const out = spans.find(({ parentSpanId }) => parentSpanId === request?.spanId);
  expect(out).toMatchObject({ name: "GET", traceId });
  expect(attributesOf(out)).toMatchObject({ "server.address": "127.0.0.1", "http.response.status_code": 200 });
  const missing = spans.find(({ name }) => name === "credentials.get");
  expect(attributesOf(missing)).toMatchObject({ "http.response.status_code": 404, "error.type": "not_found" });
  for (const secret of [key, Buffer.from(`${key}:`).toString("base64"), id, "ada@", credenza.organizationId]) {
    expect(text).not.toContain(secret);
  }
});
