import { IconPlus, IconRobot } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useSearch } from "@tanstack/react-router";
import { AccessTabs } from "../../components/access-tabs.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { idColumn } from "../../components/data-table/id-column.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/links.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { serviceUsersQuery } from "../../lib/api/service-users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { ServiceUser } from "../../lib/types.ts";

const columns: Column<ServiceUser>[] = [
  {
    id: "name",
    header: "Name",
    phone: "title",
    cell: ({ id, name }) => (
      <RowLink to="/settings/service-users/$serviceUserId" params={{ serviceUserId: id }}>
        {name}
      </RowLink>
    ),
  },
  {
    id: "created",
    header: "Created",
    phone: "detail",
    width: "200px",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
  },
  idColumn,
];

export function ServiceUsersPage() {
  const { id: org, access } = useOrganization();
  const { after } = useSearch({ from: "/shell/settings/service-users" });
  const createdId = useLocation({ select: (location) => location.state.createdId });
  const query = useQuery(serviceUsersQuery(org, { nextToken: after }));
  const create = access.administer && (
    <LinkButton to="/settings/service-users/new" leftSection={<IconPlus size={16} />}>
      Create service user
    </LinkButton>
  );
  return (
    <Page
      title="Service users"
      lead="Programs that call the API. Each has its own access keys and permission policies."
      actions={create}
    >
      <AccessTabs />
      <ListFrame
        label="Service users"
        query={query}
        after={after}
        icon={<IconRobot size={20} />}
        empty={
          <EmptyState icon={<IconRobot size={20} />} title="No service users yet" action={create}>
            A service user signs in with an access key instead of a password. Create one for each program that calls
            Credenza.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="Service users"
            columns={columns}
            rows={rows}
            nameOf={(user) => user.name}
            markedId={createdId}
          />
        )}
      </ListFrame>
    </Page>
  );
}
