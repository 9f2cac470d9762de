import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { AccessTabs } from "../../components/access-tabs.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { usersQuery } from "../../lib/api/users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { sessionQuery } from "../../lib/session.ts";
import type { User } from "../../lib/types.ts";
import { AddUser } from "./add-user.tsx";
import { fullName } from "./full-name.ts";

const columns = (me: string | undefined): Column<User>[] => [
  {
    id: "email",
    header: "Email",
    phone: "title",
    cell: ({ id, email }) => (
      <RowLink to="/settings/users/$userId" params={{ userId: id }}>
        {email}
        {id === me && " (you)"}
      </RowLink>
    ),
  },
  { id: "name", header: "Name", phone: "detail", cell: (user) => fullName(user) || "Not given" },
  {
    id: "added",
    header: "Added",
    phone: "detail",
    width: "200px",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} none="Unknown" />,
  },
];

export function UsersPage() {
  const { id: org, access } = useOrganization();
  const { after } = useSearch({ from: "/shell/settings/users" });
  const me = useQuery(sessionQuery).data?.user?.id;
  const query = useQuery(usersQuery(org, { nextToken: after }));
  const [adding, add] = useDisclosure(false);
  const action = access.administer && (
    <Button leftSection={<IconPlus size={16} />} onClick={add.open}>
      Add user
    </Button>
  );
  return (
    <Page title="Users" lead="People who sign in to this organization." actions={action}>
      <AccessTabs />
      <ListFrame
        label="Users"
        query={query}
        after={after}
        icon={<IconUsers size={20} />}
        empty={
          <EmptyState icon={<IconUsers size={20} />} title="No users yet" action={action}>
            Add the people who look after credentials and webhooks.
          </EmptyState>
        }
      >
        {(rows) => <DataTable label="Users" columns={columns(me)} rows={rows} nameOf={(user) => user.email} />}
      </ListFrame>
      <AddUser opened={adding} onClose={add.close} />
    </Page>
  );
}
