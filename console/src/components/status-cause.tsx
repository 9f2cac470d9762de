import type { ReactNode } from "react";
import type { Tone } from "../lib/words.ts";
import classes from "./status-cause.module.css";
import { StatusDot } from "./status-dot.tsx";

interface StatusCauseProps {
  word: string;
  tone: Tone;
  /** The whole sentence, for who points at it. */
  title: string | undefined;
  /** Below the word, in one line; not on a phone. */
  cause?: ReactNode;
}

/** A state in a list, and in short why it is so. */
export function StatusCause({ word, tone, title, cause }: StatusCauseProps) {
  return (
    <div className={classes.status} title={title}>
      <StatusDot tone={tone}>{word}</StatusDot>
      {cause && <p className={classes.cause}>{cause}</p>}
    </div>
  );
}
