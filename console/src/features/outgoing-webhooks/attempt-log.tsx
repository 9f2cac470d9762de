import { CodeBlock } from "../../components/copy.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { Attempt } from "../../lib/api/outgoing-webhooks.ts";
import { exactly } from "../../lib/time.ts";
import classes from "./deliveries.module.css";

const wordsOf = ({ status, error }: Attempt) => error ?? `Answered ${status}`;
const lines = (headers: [string, string][]) => headers.map(([name, value]) => `${name}: ${value}`).join("\n");

/** Every attempt with what was sent and what came back; the latest is open. */
export function AttemptLog({ attempts }: { attempts: Attempt[] }) {
  if (attempts.length === 0) return <p className={classes.none}>It has not been tried yet.</p>;
  return (
    <ol className={classes.attempts}>
      {attempts.map((attempt, at) => (
        <li key={attempt.number}>
          <details open={at === 0}>
            <summary className={classes.attempt}>
              <StatusDot tone={isAccepted(attempt) ? "good" : "bad"}>
                {attempt.number}. {wordsOf(attempt)}
              </StatusDot>
              <span className={classes.when}>
                {attempt.durationMs.toLocaleString()} ms, <RelativeTime time={attempt.dtStarted} />
              </span>
            </summary>
            <div className={classes.exchange}>
              <p className={classes.none}>
                Began {exactly(attempt.dtStarted)}.
                {attempt.nextAttemptAt && ` The next try was set for ${exactly(attempt.nextAttemptAt)}.`}
              </p>
              <h4>Request headers</h4>
              <CodeBlock code={lines(attempt.requestHeaders)} what="Copy request headers" wrap />
              {attempt.status !== null && (
                <>
                  <h4>Answer</h4>
                  <CodeBlock
                    code={`${attempt.status}\n${lines(attempt.responseHeaders)}\n\n${attempt.responseBody}`.trim()}
                    what="Copy answer"
                    wrap
                  />
                </>
              )}
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}

const isAccepted = ({ status }: Attempt) => status !== null && status >= 200 && status < 300;
