import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CopyId } from "../../components/copy.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { RenameButton } from "../../components/rename-button.tsx";
import { organizationKey, organizationQuery, renameOrganization } from "../../lib/api/organization.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { sessionQuery } from "../../lib/session.ts";
import type { OrganizationDetails } from "../../lib/types.ts";
import { ApiPanel } from "./api-panel.tsx";
import { BelongingPanel } from "./belonging-panel.tsx";
import { ElsewherePanel } from "./elsewhere-panel.tsx";
import classes from "./organization.module.css";

export function OrganizationPage() {
  const { id: org } = useOrganization();
  const query = useQuery(organizationQuery(org));
  if (query.isPending) return <PageSkeleton title="Organization" />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <Details organization={query.data} />;
}

function Details({ organization }: { organization: OrganizationDetails }) {
  const { access } = useOrganization();
  const client = useQueryClient();
  return (
    <Page
      title="Organization"
      heading={organization.name}
      width="detail"
      lead={
        <span className={classes.lead}>
          <CopyId id={organization.id} whole />
          <span>
            Created <RelativeTime time={organization.dtCreated} />
          </span>
        </span>
      }
      actions={
        access.administer && (
          <RenameButton
            what="organization"
            name={organization.name}
            hint="Its ID stays, so programs that use it go on working."
            rename={(name) => renameOrganization(organization, name)}
            onRenamed={(saved) => {
              client.setQueryData(organizationKey(saved.id), saved);
              void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
            }}
          />
        )
      }
    >
      <BelongingPanel organization={organization} />
      <ApiPanel organization={organization} />
      <ElsewherePanel />
    </Page>
  );
}
