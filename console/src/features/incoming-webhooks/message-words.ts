import type { MessageSummary } from "../../lib/types.ts";
import type { Tone } from "../../lib/words.ts";

export const messageState = ({ status }: Pick<MessageSummary, "status">): { word: string; tone: Tone } =>
  status === "ACCEPTED" ? { word: "Accepted", tone: "good" } : { word: "Rejected", tone: "bad" };

export function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KiB`;
  return `${(n / 1024 / 1024).toFixed(1)} MiB`;
}
