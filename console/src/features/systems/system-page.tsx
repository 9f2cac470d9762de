import { IconAlertTriangle, IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CredentialsTable } from "../../components/credentials-table/credentials-table.tsx";
import { TableSkeleton } from "../../components/data-table/table-skeleton.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorPage, ErrorState } from "../../components/error-state.tsx";
import { LinkButton, OutsideLink } from "../../components/links.tsx";
import { Mark } from "../../components/mark.tsx";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { systemCredentialsQuery } from "../../lib/api/credentials.ts";
import { systemsQuery } from "../../lib/api/systems.ts";
import { ApiProblem } from "../../lib/http.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { System } from "../../lib/types.ts";
import { ConfigurationsPanel } from "./configurations-panel.tsx";
import classes from "./system.module.css";

const parent = { label: "All systems", to: "/systems" } as const;

export function SystemPage() {
  const { id: org } = useOrganization();
  const { systemId } = useParams({ from: "/shell/systems/$systemId" });
  const query = useQuery(systemsQuery(org));
  if (query.isPending) return <PageSkeleton title="System" panels={1} />;
  if (query.isError) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  const system = query.data.find((one) => one.id === systemId);
  if (!system) return <ErrorPage error={new ApiProblem(404, {})} />;
  return <SystemDetails system={system} />;
}

function SystemDetails({ system }: { system: System }) {
  return (
    <Page
      title={`${system.name} Integrations`}
      parent={parent}
      mark={<Mark system={system} size={40} />}
      lead={
        <>
          {system.summary}{" "}
          {system.website && <OutsideLink href={system.website}>{`${system.name} website`}</OutsideLink>}
        </>
      }
    >
      {system.counts.disconnected > 0 && (
        <p className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          {system.counts.disconnected === 1
            ? "One credential does not work. Test it to see why."
            : `${system.counts.disconnected} credentials do not work. Test them to see why.`}
        </p>
      )}
      <ConfigurationsPanel system={system} />
      <CredentialsPanel system={system} />
      {(system.notes.length > 0 || system.limits) && (
        <Panel title="Good to know">
          <ul className={classes.notes}>
            {system.limits && <li>Limits: {system.limits}</li>}
            {system.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Panel>
      )}
    </Page>
  );
}

function CredentialsPanel({ system }: { system: System }) {
  const { id: org, access } = useOrganization();
  const ids = system.destinations.map((destination) => destination.id);
  const query = useQuery(systemCredentialsQuery(org, ids));
  const rows = query.data ?? [];
  const configure = access.manage && (
    <LinkButton
      to="/credentials/new"
      search={{ destination: ids[0] }}
      variant={rows.length > 0 ? "default" : "filled"}
      leftSection={<IconPlus size={16} />}
    >
      Configure new credentials
    </LinkButton>
  );
  return (
    <Panel title="Credentials" flush actions={rows.length > 0 ? configure : undefined}>
      {query.isPending && <TableSkeleton label="Credentials" rows={3} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState icon={<IconKey size={20} />} title={`No ${system.name} credentials yet`} action={configure}>
          A credential holds what {system.name} asks for. It is sealed when you save it, tested at once, and never shown
          again.
        </EmptyState>
      )}
      {rows.length > 0 && <CredentialsTable rows={rows} leaveOut={ids.length === 1 ? ["destination"] : []} />}
    </Panel>
  );
}
