import { type Exchange, ExchangeLog } from "../../components/exchange-log.tsx";
import type { Attempt } from "../../lib/api/outgoing-webhooks.ts";

const lines = (headers: [string, string][]) => headers.map(([name, value]) => `${name}: ${value}`).join("\n");

/** Every attempt of a delivery, the latest first. */
export function AttemptLog({ attempts }: { attempts: Attempt[] }) {
  return <ExchangeLog exchanges={attempts.map(toExchange)} />;
}

function toExchange(attempt: Attempt): Exchange {
  const { number, status, error, dtStarted, durationMs, nextAttemptAt } = attempt;
  const answer = `${status}\n${lines(attempt.responseHeaders)}\n\n${attempt.responseBody}`.trim();
  return {
    key: String(number),
    outcome: `${number}. ${error ?? `Answered ${status}`}`,
    isGood: status !== null && status >= 200 && status < 300,
    dtStarted,
    durationMs,
    nextAttemptAt,
    sentLabel: "Request headers",
    sent: lines(attempt.requestHeaders),
    answer: status === null ? null : answer,
  };
}
