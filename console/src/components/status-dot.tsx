import type { ReactNode } from "react";
import type { Tone } from "../lib/words.ts";
import classes from "./status-dot.module.css";

/** State as a dot and a word: the colour never says it alone. */
export function StatusDot({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.status} data-tone={tone}>
      <span className={classes.dot} aria-hidden="true" />
      {children}
    </span>
  );
}
