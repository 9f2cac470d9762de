import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { CopyId } from "../../components/copy.tsx";
import { EndAction, EndActions } from "../../components/end-actions.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { NameDialog } from "../../components/name-dialog.tsx";
import { notify } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { PoliciesPanel } from "../../components/policies-panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import {
  deleteServiceUser,
  renameServiceUser,
  serviceUserQuery,
  serviceUsersKey,
} from "../../lib/api/service-users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { ServiceUser } from "../../lib/types.ts";
import { KeysPanel } from "./keys-panel.tsx";
import classes from "./service-user.module.css";

export function ServiceUserPage() {
  const { id: org } = useOrganization();
  const { serviceUserId } = useParams({ from: "/shell/settings/service-users/$serviceUserId" });
  const query = useQuery(serviceUserQuery(org, serviceUserId));
  if (query.isPending) return <PageSkeleton title="Service user" />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <ServiceUserDetails user={query.data} />;
}

function ServiceUserDetails({ user }: { user: ServiceUser }) {
  const { access } = useOrganization();
  const [renaming, rename] = useDisclosure(false);
  return (
    <Page
      title={user.name}
      parent={{ label: "Service users", to: "/settings/service-users" }}
      width="detail"
      lead={
        <span className={classes.lead}>
          <CopyId id={user.id} whole />
          <span>
            Created <RelativeTime time={user.dtCreated} />
          </span>
        </span>
      }
      actions={
        access.administer && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={rename.open}>
            Rename
          </Button>
        )
      }
    >
      <KeysPanel user={user} />
      <PoliciesPanel principal={{ kind: "serviceuser", id: user.id, name: user.name }} />
      {access.administer && <EndPanel user={user} />}
      <Rename user={user} opened={renaming} onClose={rename.close} />
    </Page>
  );
}

function Rename({ user, opened, onClose }: { user: ServiceUser; opened: boolean; onClose: () => void }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (name: string) => renameServiceUser(org, user, name),
    onSuccess: async (saved) => {
      notify({ title: "Service user renamed", message: saved.name });
      onClose();
      await client.invalidateQueries({ queryKey: serviceUsersKey(org) });
    },
  });
  return (
    <NameDialog
      opened={opened}
      title="Rename service user"
      initial={user.name}
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

function EndPanel({ user }: { user: ServiceUser }) {
  const { id: org } = useOrganization();
  const [asking, dialog] = useDisclosure(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteServiceUser(org, user.id),
    onSuccess: async () => {
      notify({ title: "Service user deleted", message: user.name });
      await navigate({ to: "/settings/service-users" });
      void client.invalidateQueries({ queryKey: serviceUsersKey(org) });
    },
  });
  return (
    <EndActions title="Stop using it">
      <EndAction title="Delete" hint="Its access keys and tokens stop working at once.">
        <Button variant="default" c="var(--bad)" onClick={dialog.open}>
          Delete
        </Button>
      </EndAction>
      <ConfirmDialog
        opened={asking}
        title={`Delete ${user.name}?`}
        confirmLabel="Yes, delete"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => {
          remove.reset();
          dialog.close();
        }}
      >
        Its access keys and the tokens made with them stop working at once. The program that uses them gets an error.
        This cannot be undone.
      </ConfirmDialog>
    </EndActions>
  );
}
