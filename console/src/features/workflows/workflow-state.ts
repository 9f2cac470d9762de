import type { RunStatus, Workflow } from "../../lib/api/workflow-shapes.ts";
import type { Tone } from "../../lib/words.ts";

export function workflowState({ enabled, publishedVersion, hasDraft, useDraft }: Workflow): {
  word: string;
  tone: Tone;
  sentence: string;
} {
  if (enabled && useDraft)
    return { word: "On, draft", tone: "warn", sentence: `The draft runs in place of version ${publishedVersion}.` };
  if (enabled)
    return {
      word: "On",
      tone: "good",
      sentence: hasDraft
        ? `Version ${publishedVersion} runs. The draft has changes that are not published.`
        : `Version ${publishedVersion} runs.`,
    };
  if (publishedVersion === null)
    return { word: "Draft", tone: "quiet", sentence: "A draft. Publish it, then switch it on." };
  return { word: "Off", tone: "quiet", sentence: `Version ${publishedVersion} is published and switched off.` };
}

const runWords: Record<RunStatus, { word: string; tone: Tone }> = {
  QUEUED: { word: "Queued", tone: "quiet" },
  RUNNING: { word: "Running", tone: "warn" },
  WAITING: { word: "Waiting", tone: "warn" },
  COMPLETED: { word: "Completed", tone: "good" },
  FAILED: { word: "Failed", tone: "bad" },
  CANCELLED: { word: "Cancelled", tone: "quiet" },
};

export const runState = (status: RunStatus) => runWords[status];
export const runStatusOptions = Object.entries(runWords).map(([value, { word }]) => ({ value, label: word }));
