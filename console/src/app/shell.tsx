import { ActionIcon, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { Wordmark } from "../components/wordmark.tsx";
import { useLive } from "../lib/live.ts";
import { OrganizationProvider } from "../lib/organization.tsx";
import { usePhone } from "../lib/phone.ts";
import { sessionQuery } from "../lib/session.ts";
import { currentOrganization, rememberOrganization } from "./current-organization.ts";
import { Navigation } from "./navigation.tsx";
import { NoOrganization } from "./no-organization.tsx";
import { openPalette, Palette } from "./palette.tsx";
import classes from "./shell.module.css";

/** After a change of page the focus stands at its beginning, unless the page put it somewhere itself. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    const timer = setTimeout(() => {
      const active = document.activeElement;
      if (!main.current?.contains(active) && !active?.closest("[role=dialog],[role=alertdialog]")) {
        main.current?.focus({ preventScroll: true });
      }
    }, 50);
    return () => clearTimeout(timer);
  }, [pathname]);
  return main;
}

export function Shell() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  useQuery(sessionQuery);
  const { org } = useSearch({ from: "__root__" });
  const organization = currentOrganization(session, org);
  const main = useFocusOnNewPage();
  const organizationId = organization?.id;
  useEffect(() => {
    if (organizationId) rememberOrganization(organizationId);
  }, [organizationId]);
  useLive(organizationId);
  if (!organization) return <NoOrganization />;
  const access = session.access?.[organization.id] ?? { manage: true, use: true, administer: true };
  return (
    <OrganizationProvider value={{ ...organization, access }}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <div className={classes.shell}>
        <Side />
        <main className={classes.main} id="main" ref={main} tabIndex={-1}>
          <Outlet key={organization.id} />
        </main>
      </div>
      <Palette />
    </OrganizationProvider>
  );
}

function Side() {
  const [opened, { open, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  const phone = usePhone();
  useEffect(() => {
    if (pathname) close();
  }, [pathname, close]);
  if (!phone) {
    return (
      <aside className={classes.side}>
        <Navigation />
      </aside>
    );
  }
  return (
    <>
      <nav className={classes.top} aria-label="Top">
        <ActionIcon aria-label="Open navigation" size={40} onClick={open}>
          <IconMenu2 size={20} />
        </ActionIcon>
        <Link to="/systems" className={classes.home}>
          <Wordmark />
        </Link>
        <ActionIcon aria-label="Search" size={40} onClick={openPalette}>
          <IconSearch size={20} />
        </ActionIcon>
      </nav>
      <Drawer
        opened={opened}
        onClose={close}
        size={280}
        withCloseButton={false}
        padding={0}
        attributes={{ content: { "aria-label": "Navigation" } }}
        classNames={{ body: classes.drawer }}
      >
        <Navigation />
      </Drawer>
    </>
  );
}
