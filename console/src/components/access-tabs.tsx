import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { accessPlaces } from "../lib/access-places.ts";
import classes from "./access-tabs.module.css";

/** From one list of Access to the others. */
export function AccessTabs() {
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    tabs.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);
  return (
    <nav aria-label="Access" className={classes.tabs} ref={tabs}>
      {accessPlaces.map(({ label, to }) => (
        <Link key={to} to={to} className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
