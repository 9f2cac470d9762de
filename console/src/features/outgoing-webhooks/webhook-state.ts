import type { Delivery, DeliveryStatus, OutgoingWebhook } from "../../lib/api/outgoing-webhooks.ts";
import { exactly } from "../../lib/time.ts";
import type { Tone } from "../../lib/words.ts";

export function webhookState({ active, dtPaused, dtGone, failingSince, heldUntil }: OutgoingWebhook): {
  word: string;
  tone: Tone;
  sentence: string;
  /** Why it does not send, for a list. */
  cause?: string;
} {
  if (dtPaused)
    return {
      word: "Paused",
      tone: "bad",
      sentence: "Paused: nothing was accepted for three days. What waits is kept; switch it on to go on.",
    };
  if (!active && dtGone)
    return {
      word: "Switched off",
      tone: "bad",
      cause: "Receiver wants no more",
      sentence: "Switched off: its receiver answered 410, it wants no more. Nothing is sent; what waits is kept.",
    };
  if (!active) return { word: "Inactive", tone: "quiet", sentence: "Inactive. Nothing is sent; what waits is kept." };
  if (heldUntil && Date.parse(heldUntil) > Date.now())
    return {
      word: "On hold",
      tone: "warn",
      sentence: `The receiver asks for nothing before ${exactly(heldUntil)}. Try a delivery now to go on sooner.`,
    };
  if (failingSince)
    return {
      word: "Failing",
      tone: "warn",
      sentence: "The receiver refuses or does not answer. We go on trying; look at the latest delivery.",
    };
  return { word: "Active", tone: "good", sentence: "Active. Notifications are signed and sent." };
}

const statusWords: Record<DeliveryStatus, { word: string; tone: Tone }> = {
  WAITING: { word: "Waiting", tone: "quiet" },
  DELIVERED: { word: "Delivered", tone: "good" },
  FAILED: { word: "Failed", tone: "bad" },
};

export const deliveryState = ({ status, attempts }: Pick<Delivery, "status" | "attempts">) =>
  status === "WAITING" && attempts > 0 ? { word: "Trying again", tone: "warn" as const } : statusWords[status];

export const deliveryStatusOptions = Object.entries(statusWords).map(([value, { word }]) => ({ value, label: word }));

/** What came of the last attempt: the receiver's status, or why there was none. */
export const outcomeOf = ({ lastStatus, lastError }: Pick<Delivery, "lastStatus" | "lastError">): string =>
  lastError ?? (lastStatus === null ? "Not tried yet" : `The receiver answered ${lastStatus}`);
