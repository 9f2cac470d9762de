import type { Usage } from "../../lib/types.ts";
import classes from "./usage-panel.module.css";

const hours = 24;
const hourMs = 3_600_000;
const height = 40;

/** Calls per hour of the last day; failures stand at the foot of each bar in another colour. */
export function CallsChart({ calls }: { calls: Usage["calls"] }) {
  const end = Math.floor(Date.now() / hourMs);
  const byHour = new Map(calls.map((one) => [Math.floor(Date.parse(one.hour) / hourMs), one]));
  const bars = Array.from({ length: hours }, (_, at) => {
    const hour = end - hours + 1 + at;
    return { hour, at, calls: 0, failures: 0, ...pick(byHour.get(hour)) };
  });
  const most = Math.max(1, ...bars.map((bar) => bar.calls));
  const failures = bars.reduce((sum, bar) => sum + bar.failures, 0);
  const tall = (n: number) => (n / most) * (height - 4);
  return (
    <>
      <svg className={classes.chart} viewBox={`0 0 ${hours * 10} ${height}`} preserveAspectRatio="none" role="img">
        <title>{`Calls per hour, at most ${most}; ${failures} failed in the last 24 hours`}</title>
        <line className={classes.base} x1="0" x2={hours * 10} y1={height - 0.5} y2={height - 0.5} />
        {bars.map((bar) => (
          <g key={bar.hour}>
            <rect
              className={classes.call}
              x={bar.at * 10 + 1}
              width={8}
              y={height - 1 - tall(bar.calls)}
              height={tall(bar.calls)}
            />
            <rect
              className={classes.failure}
              x={bar.at * 10 + 1}
              width={8}
              y={height - 1 - tall(bar.failures)}
              height={tall(bar.failures)}
            />
          </g>
        ))}
      </svg>
      <p className={classes.legend} aria-hidden="true">
        <span>24 hours ago</span>
        <span>{failures > 0 ? `${failures} failed` : ""}</span>
        <span>now</span>
      </p>
    </>
  );
}

const pick = (one: { calls: number; failures: number } | undefined) =>
  one ? { calls: one.calls, failures: one.failures } : {};
