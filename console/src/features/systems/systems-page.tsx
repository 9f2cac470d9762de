import { Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconLayoutGrid } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useId } from "react";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { SearchFilter } from "../../components/filters.tsx";
import { Mark } from "../../components/mark.tsx";
import { Page } from "../../components/page.tsx";
import { systemsQuery } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { System } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";
import classes from "./systems.module.css";

export function SystemsPage() {
  const { id: org } = useOrganization();
  const { category, q } = useSearch({ from: "/shell/systems" });
  const navigate = useNavigate({ from: "/systems" });
  const query = useQuery(systemsQuery(org));
  const systems = query.data ?? [];
  const shown = systems.filter((system) => isIn(system, category) && isFound(system, q));
  return (
    <Page
      title="All systems"
      lead="The external systems that Credenza can keep credentials for. Open one to connect it."
    >
      {query.isSuccess && (
        <div className={classes.finder}>
          <div className={classes.search}>
            <SearchFilter
              label="Search systems"
              value={q}
              onChange={(next) => void navigate({ search: (old) => ({ ...old, q: next }), replace: true })}
            />
          </div>
          <Categories systems={systems} chosen={category} q={q} />
        </div>
      )}
      {query.isPending && <CardsSkeleton />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && shown.length === 0 && <NothingFound q={q} />}
      {sectionsOf(shown, category).map(({ name, members }) => (
        <Section key={name} name={name} systems={members} />
      ))}
    </Page>
  );
}

/** Not a category of the catalogue: those that have credentials. */
const connected = "Connected";

const isIn = (system: System, category: string | undefined): boolean =>
  !category || system.category === category || (category === connected && system.counts.credentials > 0);

function isFound(system: System, q: string | undefined): boolean {
  const { name, category, summary, keywords, destinations } = system;
  const text = [name, category, summary, ...keywords, ...destinations.map((one) => one.name)].join(" ").toLowerCase();
  return (q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What is in use stands first; the others follow in the order of their categories. */
function sectionsOf(systems: System[], category: string | undefined): { name: string; members: System[] }[] {
  if (category) return [{ name: category, members: systems }].filter(({ members }) => members.length > 0);
  const used = systems.filter((system) => system.counts.credentials > 0);
  const others = systems.filter((system) => system.counts.credentials === 0);
  const sections = [
    { name: connected, members: used },
    { name: used.length > 0 ? "More systems" : "Systems", members: others },
  ];
  return sections.filter(({ members }) => members.length > 0);
}

function NothingFound({ q }: { q: string | undefined }) {
  return (
    <EmptyState icon={<IconLayoutGrid size={20} />} title={q ? "No system has these words" : "No systems here yet"}>
      {q ? "Any API takes the key or the password of every other system." : "Choose another category, or All."}
    </EmptyState>
  );
}

function Section({ name, systems }: { name: string; systems: System[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 className={classes.section} id={id}>
        {name} <span className={classes.number}>{systems.length}</span>
      </h2>
      <ul className={classes.cards} aria-labelledby={id}>
        {systems.map((system) => (
          <SystemCard key={system.id} system={system} />
        ))}
      </ul>
    </section>
  );
}

function Categories({ systems, chosen, q }: { systems: System[]; chosen: string | undefined; q: string | undefined }) {
  const names = [...new Set(systems.map((system) => system.category))];
  const used = systems.some((system) => system.counts.credentials > 0) ? [connected] : [];
  const options = [
    { label: "All", value: undefined },
    ...[...used, ...names].map((value) => ({ label: value, value })),
  ];
  return (
    <nav className={classes.categories} aria-label="Categories">
      {options.map(({ label, value }) => (
        <Link
          key={label}
          to="/systems"
          search={{ category: value, q }}
          className={classes.category}
          activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
          data-chosen={value === chosen}
        >
          {label} <span className={classes.number}>{systems.filter((system) => isIn(system, value)).length}</span>
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
          <span>{credentials === 0 ? system.category : count(credentials, "credential")}</span>
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
