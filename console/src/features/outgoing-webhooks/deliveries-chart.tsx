import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import type { HourCount } from "../../lib/api/outgoing-webhooks.ts";

const hourMs = 3_600_000;
const label = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });

/** Attempts by hour, also the hours in which nothing was sent. */
export function DeliveriesChart({ counts, hours }: { counts: HourCount[]; hours: number }) {
  const byHour = new Map(counts.map((one) => [Date.parse(one.hour), one]));
  const last = Math.floor(Date.now() / hourMs) * hourMs;
  const data = Array.from({ length: hours }, (_, at) => {
    const time = last - (hours - 1 - at) * hourMs;
    const { delivered = 0, failed = 0 } = byHour.get(time) ?? {};
    return { hour: label.format(time), Accepted: delivered, Failed: failed };
  });
  return (
    <BarChart
      h={160}
      data={data}
      dataKey="hour"
      type="stacked"
      tickLine="none"
      withLegend
      series={[
        { name: "Accepted", color: "var(--good-dot)" },
        { name: "Failed", color: "var(--bad-dot)" },
      ]}
      xAxisProps={{ minTickGap: 24 }}
      yAxisProps={{ allowDecimals: false, width: 40 }}
    />
  );
}
