import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
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
import { userGroupsQuery } from "../../lib/api/user-groups.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { UserGroup } from "../../lib/types.ts";

const columns: Column<UserGroup>[] = [
  {
    id: "name",
    header: "Name",
    phone: "title",
    cell: ({ id, name }) => (
      <RowLink to="/settings/user-groups/$userGroupId" params={{ userGroupId: id }}>
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

export function UserGroupsPage() {
  const { id: org, access } = useOrganization();
  const { after } = useSearch({ from: "/shell/settings/user-groups" });
  const createdId = useLocation({ select: (location) => location.state.createdId });
  const query = useQuery(userGroupsQuery(org, { nextToken: after }));
  const create = access.administer && (
    <LinkButton to="/settings/user-groups/new" leftSection={<IconPlus size={16} />}>
      Create user group
    </LinkButton>
  );
  return (
    <Page
      title="User groups"
      lead="People who may do the same. What a group may do, each of its users may do."
      actions={create}
    >
      <AccessTabs />
      <ListFrame
        label="User groups"
        query={query}
        after={after}
        icon={<IconUsersGroup size={20} />}
        empty={
          <EmptyState icon={<IconUsersGroup size={20} />} title="No user groups yet" action={create}>
            Attach permission policies to a group once, and they hold for everybody you add to it.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="User groups"
            columns={columns}
            rows={rows}
            nameOf={(group) => group.name}
            markedId={createdId}
          />
        )}
      </ListFrame>
    </Page>
  );
}
