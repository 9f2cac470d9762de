import { IconCheck, IconCircle } from "@tabler/icons-react";
import { passwordMinLength } from "../../lib/session.ts";
import classes from "./password-rule.module.css";

/** The one rule of a password and whether it is met. */
export function PasswordRule({ password }: { password: string }) {
  const met = password.length >= passwordMinLength;
  return (
    <p className={classes.rule} data-met={met}>
      {met ? <IconCheck size={14} aria-hidden="true" /> : <IconCircle size={14} aria-hidden="true" />}
      At least {passwordMinLength} characters
      {met ? ": met" : password ? `: ${passwordMinLength - password.length} to go` : ""}
    </p>
  );
}
