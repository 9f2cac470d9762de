import { exactly } from "../lib/time.ts";
import { CodeBlock } from "./copy.tsx";
import classes from "./exchange-log.module.css";
import { RelativeTime } from "./relative-time.tsx";
import { StatusDot } from "./status-dot.tsx";

/** One call with what came back. */
export interface Exchange {
  key: string;
  /** What came of it, e.g. "1. Answered 200". */
  outcome: string;
  isGood: boolean;
  dtStarted: string;
  durationMs: number;
  nextAttemptAt?: string | null;
  /** Name of what was sent: the whole request, or its headers alone. */
  sentLabel: string;
  sent: string;
  answer: string | null;
}

interface ExchangeLogProps {
  exchanges: Exchange[];
  /** Said where there is none. */
  none?: string;
}

/** Every call with what was sent and what came back; the first in the list is open. */
export function ExchangeLog({ exchanges, none = "It has not been tried yet." }: ExchangeLogProps) {
  if (exchanges.length === 0) return <p className={classes.none}>{none}</p>;
  return (
    <ol className={classes.attempts}>
      {exchanges.map((exchange, at) => (
        <li key={exchange.key}>
          <details open={at === 0}>
            <summary className={classes.attempt}>
              <StatusDot tone={exchange.isGood ? "good" : "bad"}>{exchange.outcome}</StatusDot>
              <span className={classes.when}>
                {exchange.durationMs.toLocaleString()} ms, <RelativeTime time={exchange.dtStarted} />
              </span>
            </summary>
            <ExchangeBody exchange={exchange} />
          </details>
        </li>
      ))}
    </ol>
  );
}

function ExchangeBody({ exchange }: { exchange: Exchange }) {
  const { dtStarted, nextAttemptAt, sentLabel, sent, answer } = exchange;
  return (
    <div className={classes.exchange}>
      <p className={classes.none}>
        Began {exactly(dtStarted)}.{nextAttemptAt && ` The next try was set for ${exactly(nextAttemptAt)}.`}
      </p>
      <p className={classes.part}>{sentLabel}</p>
      <CodeBlock code={sent} what={`Copy ${sentLabel.toLowerCase()}`} wrap />
      {answer !== null && (
        <>
          <p className={classes.part}>Answer</p>
          <CodeBlock code={answer} what="Copy answer" wrap />
        </>
      )}
    </div>
  );
}
