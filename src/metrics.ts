import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

export interface Metrics {
  request(method: string, route: string, status: number, durationMs: number): void;
  /** For parts that count things of their own. */
  registry: Registry;
  render(): Promise<{ contentType: string; body: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "credenza_http_request_duration_seconds",
    help: "Time from the request's arrival to the end of the answer",
    labelNames: ["method", "route"],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });
  const requests = new Counter({
    name: "credenza_http_requests_total",
    help: "Requests answered",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  /** A label's values are looked up once, not with each request. */
  const seriesOf = new Map<string, { duration: Histogram.Internal<string>; count: Counter.Internal }>();
  return {
    registry,
    request: (method, route, status, durationMs) => {
      const key = `${method} ${status} ${route}`;
      let series = seriesOf.get(key);
      if (!series) {
        series = { duration: durations.labels(method, route), count: requests.labels(method, route, String(status)) };
        seriesOf.set(key, series);
      }
      series.duration.observe(durationMs / 1000);
      series.count.inc();
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
