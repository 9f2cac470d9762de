import type { Step } from "../../../lib/api/workflow-shapes.ts";

/** What can be undone and done again, newest last. */
export interface EditHistory<T> {
  past: T[];
  future: T[];
  /** The field that is being typed in, and since when it rests. */
  typing?: { field: string; atMs: number };
}

const mostUndone = 100;
const pauseMs = 1000;

/** Notes the state before a change. Typing on in one field counts as one change. */
export function noteChange<T>(
  history: EditHistory<T>,
  before: T,
  field: string | undefined,
  nowMs: number,
): EditHistory<T> {
  const { typing, past } = history;
  const goesOn = field !== undefined && typing?.field === field && nowMs - typing.atMs < pauseMs;
  return {
    past: goesOn ? past : [...past.slice(1 - mostUndone), before],
    future: [],
    typing: field === undefined ? undefined : { field, atMs: nowMs },
  };
}

export function goBack<T>({ past, future }: EditHistory<T>, current: T): { history: EditHistory<T>; state: T } {
  const state = past.at(-1);
  if (state === undefined) return { history: { past, future }, state: current };
  return { history: { past: past.slice(0, -1), future: [...future, current] }, state };
}

export function goForward<T>({ past, future }: EditHistory<T>, current: T): { history: EditHistory<T>; state: T } {
  const state = future.at(-1);
  if (state === undefined) return { history: { past, future }, state: current };
  return { history: { past: [...past, current], future: future.slice(0, -1) }, state };
}

/** Names the field of a step that a change is about. */
export function fieldOf(before: Step, after: Step): string {
  const changed = (old: object, now: object) =>
    Object.keys({ ...old, ...now }).filter((name) => Reflect.get(old, name) !== Reflect.get(now, name));
  return [after.id, ...changed(before, after), ...changed(before.inputs, after.inputs)].join(" ");
}
