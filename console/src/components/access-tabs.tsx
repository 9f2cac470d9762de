import { Link } from "@tanstack/react-router";
import { accessPlaces } from "../lib/access-places.ts";
import classes from "./access-tabs.module.css";

/** From one list of Access to the others. */
export function AccessTabs() {
  return (
    <nav aria-label="Access" className={classes.tabs}>
      {accessPlaces.map(({ label, to }) => (
        <Link key={to} to={to} className={classes.tab} activeOptions={{ exact: true, includeSearch: false }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
