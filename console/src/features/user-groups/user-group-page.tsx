import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CreatedLead } from "../../components/created-lead.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { PoliciesPanel } from "../../components/policies-panel.tsx";
import { RenameButton } from "../../components/rename-button.tsx";
import { renameUserGroup, userGroupQuery, userGroupsKey } from "../../lib/api/user-groups.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { UserGroup } from "../../lib/types.ts";
import { EndPanel } from "./end-panel.tsx";
import { UsersPanel } from "./users-panel.tsx";

export function UserGroupPage() {
  const { id: org } = useOrganization();
  const { userGroupId } = useParams({ from: "/shell/settings/user-groups/$userGroupId" });
  const query = useQuery(userGroupQuery(org, userGroupId));
  if (query.isPending) return <PageSkeleton title="User group" />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <UserGroupDetails group={query.data} />;
}

function UserGroupDetails({ group }: { group: UserGroup }) {
  const { id: org, access } = useOrganization();
  const client = useQueryClient();
  return (
    <Page
      title={group.name}
      parent={{ label: "User groups", to: "/settings/user-groups" }}
      width="detail"
      lead={<CreatedLead id={group.id} dtCreated={group.dtCreated} />}
      actions={
        access.administer && (
          <RenameButton
            what="user group"
            name={group.name}
            rename={(name) => renameUserGroup(org, group, name)}
            onRenamed={() => client.invalidateQueries({ queryKey: userGroupsKey(org) })}
          />
        )
      }
    >
      <UsersPanel group={group} />
      <PoliciesPanel principal={{ kind: "usergroup", id: group.id, name: group.name }} />
      {access.administer && <EndPanel group={group} />}
    </Page>
  );
}
