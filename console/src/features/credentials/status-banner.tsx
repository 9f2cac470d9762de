import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import type { Credential, CredentialType, TestResult } from "../../lib/types.ts";
import { statusOf } from "../../lib/words.ts";
import classes from "./status-banner.module.css";

interface StatusBannerProps {
  credential: Credential;
  type: CredentialType | undefined;
  /** What a test of just now said. */
  result: TestResult | undefined;
  testing: boolean;
}

function meaning(credential: Credential, type: CredentialType | undefined): string {
  if (credential.dtDeleted) return "Nothing can use it. Restore it within 30 days, or it is destroyed.";
  if (credential.status === "DISABLED") return "Calls and webhooks that use it are refused until you enable it.";
  if (credential.statusDetail) return credential.statusDetail.summary;
  if (credential.status === "PENDING") return pendingMeaning(credential);
  if (credential.status === "OK" && type?.signIn) return "The sign-in worked. Test it to see that calls work too.";
  if (type?.incoming) return "It checks incoming webhooks. Send one to see it work.";
  if (type && !type.testable) return "There is no call that could test it.";
  return "Test it to see whether it works.";
}

const pendingMeaning = ({ choices }: Credential): string =>
  choices ? "The sign-in was made for several accounts. Choose one." : "Nobody has signed in yet.";

/** Does it work? In words, with what was checked and when. */
export function StatusBanner({ credential, type, result, testing }: StatusBannerProps) {
  const { word, tone } = statusOf(credential, type);
  const checkedAt = credential.statusDetail?.checkedAt;
  return (
    <div className={classes.banner} data-tone={tone} role="status" aria-busy={testing}>
      <p className={classes.word}>
        <StatusDot tone={tone}>{word}</StatusDot>
        {checkedAt && !credential.dtDeleted && (
          <span className={classes.when}>
            Last checked <RelativeTime time={checkedAt} />
          </span>
        )}
      </p>
      <p className={classes.meaning}>{testing ? "Testing…" : meaning(credential, type)}</p>
      {result && !testing && <Checked result={result} />}
    </div>
  );
}

function Checked({ result }: { result: TestResult }) {
  if (!result.checked) return null;
  const answer = result.httpStatus === null ? "no answer" : `HTTP ${result.httpStatus}`;
  return (
    <p className={classes.checked}>
      Checked with <code>{result.checked}</code>: {answer} after {Math.round(result.durationMs).toLocaleString()} ms.
    </p>
  );
}
