import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { CopyId } from "../../components/copy.tsx";
import { EndAction, EndActions } from "../../components/end-actions.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { PoliciesPanel } from "../../components/policies-panel.tsx";
import { userGroupsKey } from "../../lib/api/user-groups.ts";
import { removeUser, userQuery, usersKey } from "../../lib/api/users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { User } from "../../lib/types.ts";
import { fullName } from "./full-name.ts";
import { GroupsPanel } from "./groups-panel.tsx";

export function UserPage() {
  const { id: org } = useOrganization();
  const { userId } = useParams({ from: "/shell/settings/users/$userId" });
  const query = useQuery(userQuery(org, userId));
  if (query.isPending) return <PageSkeleton title="User" panels={2} />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <UserDetails user={query.data} />;
}

function UserDetails({ user }: { user: User }) {
  const { access } = useOrganization();
  const name = fullName(user);
  return (
    <Page
      title={name || user.email}
      parent={{ label: "Users", to: "/settings/users" }}
      width="detail"
      lead={
        <>
          {name && <div>{user.email}</div>}
          <CopyId id={user.id} whole />
        </>
      }
    >
      <GroupsPanel user={user} />
      <PoliciesPanel principal={{ kind: "user", id: user.id, name: name || user.email }} />
      {access.administer && <EndPanel user={user} />}
    </Page>
  );
}

function EndPanel({ user }: { user: User }) {
  const { id: org, name: organization } = useOrganization();
  const [asking, dialog] = useDisclosure(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeUser(org, user.id),
    onSuccess: async () => {
      notify({ title: "User removed", message: user.email });
      await navigate({ to: "/settings/users" });
      void client.invalidateQueries({ queryKey: usersKey(org) });
      void client.invalidateQueries({ queryKey: userGroupsKey(org) });
    },
  });
  return (
    <EndActions title="End access">
      <EndAction title="Remove" hint={`They can no longer open ${organization}. Other organizations are not affected.`}>
        <Button variant="default" c="var(--bad)" onClick={dialog.open}>
          Remove
        </Button>
      </EndAction>
      <ConfirmDialog
        opened={asking}
        title={`Remove ${user.email}?`}
        confirmLabel="Yes, remove"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => {
          remove.reset();
          dialog.close();
        }}
      >
        They lose access to {organization} at once and leave its user groups. You can add them again later.
      </ConfirmDialog>
    </EndActions>
  );
}
