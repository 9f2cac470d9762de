import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import classes from "./row-link.module.css";

function RowAnchor(props: AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return <a {...props} className={classes.link} />;
}

/** The name of a row: a link that the whole row follows. */
export const RowLink = createLink(RowAnchor);

/** A control in a row that must stay clickable above the row's link. */
export function Above({ children }: { children: ReactNode }) {
  return <span className={classes.above}>{children}</span>;
}
