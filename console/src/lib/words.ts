import { auditActions } from "../../../src/define/glossary.ts";
import type { Credential, CredentialStatus, CredentialType } from "./types.ts";

export type Tone = "good" | "warn" | "bad" | "quiet";

const statusWords: Record<CredentialStatus, { word: string; tone: Tone }> = {
  UNTESTED: { word: "Untested", tone: "quiet" },
  OK: { word: "Working", tone: "good" },
  FAILING: { word: "Failing", tone: "bad" },
  EXPIRING: { word: "Expiring", tone: "warn" },
  REVOKED: { word: "Revoked", tone: "bad" },
  UNCERTAIN: { word: "Uncertain", tone: "warn" },
  DISABLED: { word: "Disabled", tone: "quiet" },
  PENDING: { word: "Pending", tone: "warn" },
};

export const statusOptions = Object.entries(statusWords).map(([value, { word }]) => ({ value, label: word }));

/** The word and the colour of a credential's state; one that nothing can test is ready as it is. */
export function statusOf(credential: Credential, type?: CredentialType): { word: string; tone: Tone } {
  if (credential.dtDeleted) return { word: "Deleted", tone: "quiet" };
  if (credential.status === "UNTESTED" && type && !type.testable) return { word: "Ready", tone: "quiet" };
  return statusWords[credential.status] ?? { word: credential.status, tone: "quiet" };
}

const verdictTones: Record<string, Tone> = { working: "good", not_testable: "quiet", throttled: "warn" };
export const verdictTone = (verdict: string): Tone => verdictTones[verdict] ?? "bad";

/** What a person did, e.g. "created the credential". */
export const actionWords = (action: string): string =>
  (auditActions as Record<string, string>)[action] ?? action.replace(".", " ");

/** What came of it or why; else which members a change changed, as the API names them, or whose policies. May be empty. */
export const detailWords = ({ detail }: { detail?: Record<string, unknown> }): string => {
  const { summary, reason, changed, principalName } = detail ?? {};
  const said = [summary, reason].find((one) => typeof one === "string");
  if (said) return String(said);
  if (typeof principalName === "string") return `Of ${principalName}`;
  return Array.isArray(changed) && changed.length > 0 ? `Changed: ${changed.join(", ")}` : "";
};

/** Begins with a capital letter. */
export const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString()} ${n === 1 ? one : many}`;
