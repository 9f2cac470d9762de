import type { ReactNode } from "react";
import classes from "./end-actions.module.css";
import { Panel } from "./panel.tsx";

/** The end of a page: what stops or removes the thing it is about. */
export function EndActions({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Panel title={title}>
      <div className={classes.actions}>{children}</div>
    </Panel>
  );
}

export function EndAction({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <div className={classes.action}>
      <div>
        <h3 className={classes.title}>{title}</h3>
        <p className={classes.hint}>{hint}</p>
      </div>
      {children}
    </div>
  );
}
