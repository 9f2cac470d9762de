import type { IntegrationRunStatus } from "./api/integration-runs.ts";
import type { Integration } from "./api/integrations.ts";
import type { Tone } from "./words.ts";

export interface InWords {
  word: string;
  tone: Tone;
  sentence: string;
}

export function integrationState(integration: Integration): InWords {
  const { enabled, authorized, consecutiveFailures, disabledReason } = integration;
  if (!enabled) {
    const byItself = disabledReason !== null && disabledReason !== "Switched off.";
    return {
      word: "Disabled",
      tone: byItself ? "bad" : "quiet",
      sentence: byItself ? `Disabled. ${disabledReason}` : "Disabled. Events start no runs.",
    };
  }
  if (!authorized)
    return { word: "Refused", tone: "bad", sentence: "The external system refuses its credential. Test or rotate it." };
  if (consecutiveFailures > 0)
    return { word: "Failing", tone: "warn", sentence: "The latest run failed. Open it to see what came back." };
  return { word: "Enabled", tone: "good", sentence: "Enabled. Each event becomes a run." };
}

const runWords: Record<IntegrationRunStatus, InWords> = {
  WAITING: { word: "Waiting", tone: "quiet", sentence: "It starts in its turn." },
  STARTED: { word: "Running", tone: "quiet", sentence: "It is under way." },
  COMPLETE: { word: "Complete", tone: "good", sentence: "The external system has it." },
  ERROR: { word: "Error", tone: "bad", sentence: "It failed and is not tried again by itself." },
  AWAITING_RETRY: { word: "Trying again", tone: "warn", sentence: "It failed and is tried again." },
  RATE_LIMIT_RETRY: { word: "Throttled", tone: "warn", sentence: "The external system asks to wait." },
  AUTH_FAILED: { word: "Not authorized", tone: "bad", sentence: "The external system refuses the credential." },
  ACCOUNTING_PERIOD_CLOSED: { word: "Period closed", tone: "bad", sentence: "Its accounting period is closed there." },
  INVOICE_ALREADY_PAID: {
    word: "Already paid",
    tone: "warn",
    sentence: "The invoice is paid there: it is left alone.",
  },
  DISABLED: { word: "Disabled", tone: "quiet", sentence: "Its configuration was off or gone when its turn came." },
  TIMEOUT_LIMIT_EXCEEDED: { word: "Timed out", tone: "bad", sentence: "The external system did not answer in time." },
};

export const integrationRunState = (status: IntegrationRunStatus): InWords => runWords[status];

export const integrationRunOptions = Object.entries(runWords).map(([value, { word }]) => ({ value, label: word }));
