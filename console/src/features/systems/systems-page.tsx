import { Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconLayoutGrid } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Mark } from "../../components/mark.tsx";
import { Page } from "../../components/page.tsx";
import { systemsQuery } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { System } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";
import classes from "./systems.module.css";

export function SystemsPage() {
  const { id: org } = useOrganization();
  const { category } = useSearch({ from: "/shell/systems" });
  const query = useQuery(systemsQuery(org));
  const systems = query.data ?? [];
  const shown = category ? systems.filter((system) => system.category === category) : systems;
  return (
    <Page
      title="All systems"
      lead="The external systems that Credenza can keep credentials for. Open one to connect it."
    >
      {query.isSuccess && <Categories systems={systems} chosen={category} />}
      {query.isPending && <CardsSkeleton />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && shown.length === 0 && (
        <EmptyState icon={<IconLayoutGrid size={20} />} title="No systems in this category">
          Choose another category, or All.
        </EmptyState>
      )}
      {shown.length > 0 && (
        <ul className={classes.cards} aria-label="Systems">
          {shown.map((system) => (
            <SystemCard key={system.id} system={system} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function Categories({ systems, chosen }: { systems: System[]; chosen: string | undefined }) {
  const categories = [...new Set(systems.map((system) => system.category))].sort();
  const options = [{ label: "All", value: undefined }, ...categories.map((value) => ({ label: value, value }))];
  return (
    <nav className={classes.categories} aria-label="Categories">
      {options.map(({ label, value }) => (
        <Link
          key={label}
          to="/systems"
          search={{ category: value }}
          className={classes.category}
          activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
          data-chosen={value === chosen}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

function SystemCard({ system }: { system: System }) {
  const { credentials, disconnected } = system.counts;
  return (
    <li className={classes.card}>
      <Mark system={system} size={40} />
      <div className={classes.text}>
        <Link to="/systems/$systemId" params={{ systemId: system.id }} className={classes.name}>
          {system.name}
        </Link>
        <p className={classes.summary}>{system.summary}</p>
        <p className={classes.counts}>
          <span>{credentials === 0 ? "Not connected" : count(credentials, "credential")}</span>
          {disconnected > 0 && (
            <span className={classes.warning}>
              <IconAlertTriangle size={14} aria-hidden="true" />
              {disconnected === 1 ? "1 does not work" : `${disconnected} do not work`}
            </span>
          )}
        </p>
      </div>
    </li>
  );
}

function CardsSkeleton() {
  return (
    <div className={classes.cards} role="status" aria-busy="true" aria-label="Systems are loading">
      {["1", "2", "3", "4", "5", "6"].map((key) => (
        <Skeleton key={key} height={118} radius={8} />
      ))}
    </div>
  );
}
