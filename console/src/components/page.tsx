import { Skeleton } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import classes from "./page.module.css";

interface PageProps {
  title: string;
  /** Shown instead of the title, which stays the name of the tab. */
  heading?: ReactNode;
  parent?: { label: string; to: LinkProps["to"] };
  mark?: ReactNode;
  /** One line below the title. */
  lead?: ReactNode;
  actions?: ReactNode;
  width?: "list" | "detail" | "form";
  children: ReactNode;
}

export function useTitle(title: string) {
  useEffect(() => {
    document.title = title === "Credenza" ? title : `${title} · Credenza`;
  }, [title]);
}

/** A page: its title, what it is for, what can be done, and the rest. */
export function Page({ title, heading, parent, mark, lead, actions, width = "list", children }: PageProps) {
  useTitle(title);
  return (
    <div className={classes.page} data-width={width}>
      <header className={classes.header}>
        {mark && <div className={classes.mark}>{mark}</div>}
        <div className={classes.names}>
          {parent && (
            <nav aria-label="Breadcrumb" className={classes.parent}>
              <Link to={parent.to}>{parent.label}</Link>
            </nav>
          )}
          <h1 className={classes.title}>{heading ?? title}</h1>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** The shape of a detail page while it loads: nothing jumps when it arrives. */
export function PageSkeleton({ title, panels = 2 }: { title: string; panels?: number }) {
  useTitle(title);
  return (
    <div className={classes.page} data-width="detail" aria-busy="true">
      <h1 className={classes.hidden}>{title}</h1>
      <header className={classes.header}>
        <Skeleton width={40} height={40} radius={8} />
        <div className={classes.names}>
          <Skeleton width={220} height={22} mb={10} />
          <Skeleton width={320} maw="100%" height={14} />
        </div>
      </header>
      {Array.from({ length: panels }, (_, at) => `panel ${at}`).map((key) => (
        <Skeleton key={key} height={180} radius={8} />
      ))}
    </div>
  );
}
