import type { ReactNode } from "react";
import classes from "./entry.module.css";
import { useTitle } from "./page.tsx";
import { Wordmark } from "./wordmark.tsx";

interface EntryProps {
  title: string;
  lead: ReactNode;
  children?: ReactNode;
}

/** A page before the shell: one card in the middle. */
export function Entry({ title, lead, children }: EntryProps) {
  useTitle(title);
  return (
    <main className={classes.entry}>
      <div className={classes.column}>
        <div className={classes.wordmark}>
          <Wordmark />
        </div>
        <div className={classes.card}>
          <h1 className={classes.title}>{title}</h1>
          <p className={classes.lead}>{lead}</p>
          {children}
        </div>
      </div>
    </main>
  );
}
