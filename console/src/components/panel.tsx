import { type ReactNode, useId } from "react";
import classes from "./panel.module.css";

interface PanelProps {
  title: string;
  /** One line below the title. */
  hint?: ReactNode;
  actions?: ReactNode;
  /** The body touches the border, e.g. a table. */
  flush?: boolean;
  children: ReactNode;
}

/** A bordered part of a page with a heading of its own. */
export function Panel({ title, hint, actions, flush = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.header} data-flush={flush}>
        <div className={classes.names}>
          <h2 className={classes.title} id={id}>
            {title}
          </h2>
          {hint && <p className={classes.hint}>{hint}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={flush ? undefined : classes.body}>{children}</div>
    </section>
  );
}
