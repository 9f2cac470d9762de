import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CreatedLead } from "../../components/created-lead.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { NameDialog } from "../../components/name-dialog.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { PoliciesPanel } from "../../components/policies-panel.tsx";
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
  const { access } = useOrganization();
  const [renaming, rename] = useDisclosure(false);
  return (
    <Page
      title={group.name}
      parent={{ label: "User groups", to: "/settings/user-groups" }}
      width="detail"
      lead={<CreatedLead id={group.id} dtCreated={group.dtCreated} />}
      actions={
        access.administer && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={rename.open}>
            Rename
          </Button>
        )
      }
    >
      <UsersPanel group={group} />
      <PoliciesPanel principal={{ kind: "usergroup", id: group.id, name: group.name }} />
      {access.administer && <EndPanel group={group} />}
      <Rename group={group} opened={renaming} onClose={rename.close} />
    </Page>
  );
}

function Rename({ group, opened, onClose }: { group: UserGroup; opened: boolean; onClose: () => void }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (name: string) => renameUserGroup(org, group, name),
    onSuccess: async (saved) => {
      notify({ title: "User group renamed", message: saved.name });
      onClose();
      await client.invalidateQueries({ queryKey: userGroupsKey(org) });
    },
  });
  return (
    <NameDialog
      opened={opened}
      title="Rename user group"
      initial={group.name}
      submitLabel="Rename"
      pending={save.isPending}
      error={save.error}
      onSubmit={(name) => save.mutate(name)}
      onClose={() => {
        save.reset();
        onClose();
      }}
    />
  );
}
