import { ago, exactly, useNow } from "../lib/time.ts";

/** "4 minutes ago", kept up to date; the exact time on hover. */
export function RelativeTime({ time, none = "Never" }: { time: string | null | undefined; none?: string }) {
  const now = useNow();
  if (!time) return <span>{none}</span>;
  return (
    <time dateTime={time} title={exactly(time)}>
      {ago(time, now)}
    </time>
  );
}
