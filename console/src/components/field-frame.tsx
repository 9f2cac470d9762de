import type { ReactNode } from "react";
import classes from "./field-frame.module.css";

interface FieldFrameProps {
  label: string;
  help?: string;
  error?: string | undefined;
  /** Beside the label. */
  action?: ReactNode;
  children: ReactNode;
}

/** Label, help and fault around an input that brings none of its own, such as the editor. */
export function FieldFrame({ label, help, error, action, children }: FieldFrameProps) {
  return (
    <div>
      <div className={classes.head}>
        <div className={classes.label}>{label}</div>
        {action}
      </div>
      {help && <p className={classes.help}>{help}</p>}
      {children}
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
