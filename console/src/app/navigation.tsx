import { Kbd } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { Wordmark } from "../components/wordmark.tsx";
import { AccountMenu } from "./account-menu.tsx";
import classes from "./navigation.module.css";
import { openPalette } from "./palette.tsx";
import { places } from "./places.ts";

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

export function Navigation() {
  const sections = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    if (pathname) sections.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
  }, [pathname]);
  return (
    <div className={classes.navigation}>
      <div className={classes.top}>
        <Link to="/systems" className={classes.home}>
          <Wordmark />
        </Link>
      </div>
      <button type="button" className={classes.search} onClick={openPalette}>
        <IconSearch size={14} aria-hidden="true" />
        <span>Search</span>
        <Kbd size="xs" aria-hidden="true">
          {mac ? "⌘ K" : "Ctrl K"}
        </Kbd>
      </button>
      <nav aria-label="Main" className={classes.sections} ref={sections}>
        {places.map(({ section, items }) => (
          <div key={section}>
            <div className={classes.section} aria-hidden="true">
              {section}
            </div>
            <ul aria-label={section}>
              {items.map(({ label, to, icon: Icon, lists }) => (
                <li key={to}>
                  <Link
                    to={to}
                    className={classes.item}
                    aria-current={lists?.some((list) => pathname.startsWith(list.to)) ? "page" : undefined}
                  >
                    <Icon size={16} stroke={1.75} aria-hidden="true" />
                    {label}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <AccountMenu />
    </div>
  );
}
