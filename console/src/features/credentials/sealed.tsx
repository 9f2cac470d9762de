import { IconLock } from "@tabler/icons-react";
import classes from "./sealed.module.css";

/** Stands where a secret would: a word, no dots that suggest a reveal. */
export function Sealed() {
  return (
    <span className={classes.sealed} title="Kept sealed. It is used for you and never shown again.">
      <IconLock size={14} aria-hidden="true" />
      Sealed
    </span>
  );
}
