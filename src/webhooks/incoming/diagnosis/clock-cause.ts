import type { SignatureRule } from "../../../define/verifications.ts";
import type { VerdictStep } from "../../../store/schema.ts";
import type { Check } from "../check.ts";
import { readForSigning } from "../verifiers/signature.ts";
import { inWords, readTimestamp } from "../verifiers/time-window.ts";

/** Why a time is outside the window: the unit, or the clock. */
export function clockCause(step: VerdictStep, rules: SignatureRule[], check: Check): string | undefined {
  for (const rule of rules) {
    const value = readForSigning(rule, check).values.timestamp;
    const unit = rule.timestamp?.unit;
    if (value === undefined || unit === undefined) continue;
    const other = unit === "seconds" ? "milliseconds" : "seconds";
    if (isNear(readTimestamp(String(value), other), check)) {
      return `The timestamp is in ${other}; it must be in ${unit}.`;
    }
    const atMs = readTimestamp(String(value), unit);
    if (atMs === undefined) continue;
    const away = inWords(Math.abs(check.nowMs - atMs) / 1000);
    return atMs < check.nowMs
      ? `It was signed ${away} ago: it was held up or sent again without a new signature, or one of the two clocks is off by ${away}.`
      : `It was signed ${away} ahead of this server's time: one of the two clocks is off.`;
  }
  return step.received === undefined
    ? undefined
    : "The token was made too long ago or ahead of this server's time; check both clocks.";
}

const isNear = (atMs: number | undefined, check: Check): boolean =>
  atMs !== undefined && Math.abs(check.nowMs - atMs) <= Math.max(check.windowSeconds, 3600) * 1000;
