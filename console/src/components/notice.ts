import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { ApiProblem } from "../lib/http.ts";
import type { Tone } from "../lib/words.ts";
import classes from "./notice.module.css";

interface Notice {
  title: string;
  message?: ReactNode;
  tone?: Tone;
  /** The same id replaces an earlier notice. */
  id?: string;
}

/** A quiet notice in the corner, one at a time; it stays longer when something is wrong. */
export function notify({ title, message, tone = "quiet", id }: Notice): void {
  const notice = {
    id: id ?? crypto.randomUUID?.() ?? String(Math.random()),
    title,
    message,
    classNames: { root: classes.root, title: classes.title, description: classes.text, closeButton: classes.close },
    withBorder: true,
    autoClose: tone === "bad" ? 12_000 : 6000,
    closeButtonProps: { "aria-label": "Close notice" },
    "data-tone": tone,
  };
  notifications.clean();
  notifications.show(notice);
}

/** A failed action: what was tried, then what the server said. */
export function notifyProblem(what: string, error: unknown): void {
  const message = error instanceof ApiProblem ? error.message : "Reload the page and try again.";
  notify({ title: what, message, tone: "bad" });
}
