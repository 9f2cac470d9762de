import { expect, test } from "vitest";
import { type EditHistory, fieldOf, goBack, goForward, noteChange } from "./edit-history.ts";

const empty: EditHistory<string> = { past: [], future: [] };

test("typing on in one field is undone at once, a pause or another field begins anew", () => {
  let history = noteChange(empty, "", "name", 0);
  history = noteChange(history, "a", "name", 400);
  history = noteChange(history, "ab", "name", 1300);
  expect(history.past).toEqual([""]);
  history = noteChange(history, "abc", "name", 2400);
  expect(history.past).toEqual(["", "abc"]);
  history = noteChange(history, "abcd", "path", 2500);
  expect(history.past).toEqual(["", "abc", "abcd"]);
  expect(noteChange(history, "abcde", undefined, 2501).past).toHaveLength(4);
});

test("undo and redo go the same way, and a change ends what could be done again", () => {
  const one = noteChange(empty, "first", undefined, 0);
  const back = goBack(one, "second");
  expect(back.state).toBe("first");
  expect(goForward(back.history, back.state)).toEqual({ state: "second", history: { past: ["first"], future: [] } });
  expect(noteChange(back.history, "first", undefined, 0).future).toEqual([]);
  expect(goBack(empty, "only").state).toBe("only");
});

test("a hundred changes can be undone, no more", () => {
  let history = empty;
  for (let at = 0; at < 130; at++) history = noteChange(history, String(at), undefined, at);
  expect(history.past).toHaveLength(100);
  expect(history.past.at(-1)).toBe("129");
});

test("inputs and members of a step are fields of their own", () => {
  const step = { id: "get", function: "system.request", inputs: { path: { value: "/a" } }, next: {} };
  const renamed = fieldOf(step, { ...step, name: "Get it" });
  const sent = fieldOf(step, { ...step, inputs: { path: { value: "/ab" } } });
  expect([renamed, sent]).toEqual(["get name", "get inputs path"]);
});
