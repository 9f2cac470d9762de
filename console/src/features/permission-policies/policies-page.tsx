import { IconPlus, IconShieldLock } from "@tabler/icons-react";
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
import { policiesQuery } from "../../lib/api/permission-policies.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { PermissionPolicy } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";

const columns: Column<PermissionPolicy>[] = [
  {
    id: "name",
    header: "Name",
    phone: "title",
    cell: ({ id, name }) => (
      <RowLink to="/settings/permission-policies/$policyId" params={{ policyId: id }}>
        {name}
      </RowLink>
    ),
  },
  {
    id: "kind",
    header: "Kind",
    phone: "aside",
    cell: ({ managedPolicy }) => (managedPolicy ? "Managed" : "Your own"),
  },
  {
    id: "statements",
    header: "Statements",
    phone: "detail",
    cell: ({ permissionPolicy }) => count(permissionPolicy.length, "statement"),
  },
  {
    id: "changed",
    header: "Last changed",
    phone: "detail",
    from: "medium",
    cell: ({ dtLastModified }) => <RelativeTime time={dtLastModified} />,
  },
  idColumn,
];

export function PoliciesPage() {
  const { id: org, access } = useOrganization();
  const { after } = useSearch({ from: "/shell/settings/permission-policies" });
  const createdId = useLocation({ select: (location) => location.state.createdId });
  const query = useQuery(policiesQuery(org, { nextToken: after }));
  const create = access.administer && (
    <LinkButton to="/settings/permission-policies/new" leftSection={<IconPlus size={16} />}>
      Create permission policy
    </LinkButton>
  );
  return (
    <Page
      title="Permission policies"
      lead="What users and service users may do. An explicit deny always wins."
      actions={create}
    >
      <AccessTabs />
      <ListFrame
        label="Permission policies"
        query={query}
        after={after}
        icon={<IconShieldLock size={20} />}
        empty={
          <EmptyState icon={<IconShieldLock size={20} />} title="No permission policies yet" action={create}>
            A policy lists what is allowed and what is denied. Attach it to users and service users.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="Permission policies"
            columns={columns}
            rows={rows}
            nameOf={(policy) => policy.name}
            markedId={createdId}
          />
        )}
      </ListFrame>
    </Page>
  );
}
