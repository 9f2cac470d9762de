import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Attributes,
  type Context as OtelContext,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { ObserveExchange } from "../net/network.ts";

export interface Work {
  /** Of few different values: a route, a task; never an id. */
  name: string;
  kind: "server" | "job";
  attributes: Attributes;
  /** W3C `traceparent` of who asked for it. */
  traceparent?: string | undefined;
}

/** Spans of requests, jobs and calls out. They hold methods, routes, hosts and statuses: no ids, URLs, headers or bodies. */
export interface Tracing {
  /** Costs a function call when tracing is off. `status` reads the result's HTTP status. */
  run<T>(work: Work, does: () => Promise<T>, status?: (result: T) => number): Promise<T>;
  /** Undefined when tracing is off. */
  observeExchange: ObserveExchange | undefined;
  close(): Promise<void>;
}

export const noTracing: Tracing = {
  run: (_work, does) => does(),
  observeExchange: undefined,
  close: async () => {},
};

const kinds = { server: SpanKind.SERVER, job: SpanKind.CONSUMER };

/** `endpoint` of an OTLP collector, e.g. http://127.0.0.1:4318. The exporter is loaded only here: it costs memory. */
export async function createTracing(endpoint: string | undefined, version: string): Promise<Tracing> {
  if (endpoint === undefined) return noTracing;
  const { startExport } = await import("./export.ts");
  const { tracer, close } = startExport(endpoint, version);
  const current = new AsyncLocalStorage<Span>();
  return {
    run: (work, does, status) => runInSpan(tracer, current, work, does, status),
    observeExchange: ({ method, url }, sink) => {
      const span = tracer.startSpan(method, spanOptions(method, url), parentOf(current.getStore()));
      return {
        ...sink,
        onHeaders: (code, headers) => {
          endWithStatus(span, code);
          sink.onHeaders(code, headers);
        },
        onFailure: (failure) => {
          if (span.isRecording()) fail(span, failure);
          sink.onFailure(failure);
        },
      };
    },
    close,
  };
}

async function runInSpan<T>(
  tracer: Tracer,
  current: AsyncLocalStorage<Span>,
  { name, kind, attributes, traceparent }: Work,
  does: () => Promise<T>,
  status?: (result: T) => number,
): Promise<T> {
  const parent = parentOf(current.getStore(), traceparent);
  const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, parent);
  try {
    const result = await current.run(span, does);
    if (status) endWithStatus(span, status(result));
    else span.end();
    return result;
  } catch (error) {
    fail(span, error);
    throw error;
  }
}

const spanOptions = (method: string, url: URL) => ({
  kind: SpanKind.CLIENT,
  attributes: { "http.request.method": method, "server.address": url.hostname },
});

/** The headers end the span: a body may stream for hours. */
function endWithStatus(span: Span, status: number): void {
  span.setAttribute("http.response.status_code", status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** The error's code alone: its message may be long, and is in the log. */
function fail(span: Span, error: unknown): void {
  const { code, kind, status } = error as { code?: unknown; kind?: unknown; status?: unknown };
  span.setAttribute("error.type", String(code ?? kind ?? "internal"));
  if (typeof status === "number") endWithStatus(span, status);
  else {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
}

/** W3C Trace Context section 3.2. */
function parentOf(span: Span | undefined, traceparent = ""): OtelContext {
  if (span) return trace.setSpan(ROOT_CONTEXT, span);
  const [, traceId = "", spanId = "", flags = "00"] =
    /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent) ?? [];
  if (traceId === "") return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
  });
}
