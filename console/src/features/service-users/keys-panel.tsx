import { Button } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { TableSkeleton } from "../../components/data-table/table-skeleton.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import { Panel } from "../../components/panel.tsx";
import { accessKeysQuery, createAccessKey, deleteAccessKey, serviceUsersKey } from "../../lib/api/service-users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { AccessKey, ServiceUser } from "../../lib/types.ts";
import { KeyActions } from "./key-actions.tsx";
import { keyColumns } from "./key-columns.tsx";
import { SecretOnce } from "./secret-once.tsx";

/** The access keys of a service user: made here, shown once, switched off before they are deleted. */
export function KeysPanel({ user }: { user: ServiceUser }) {
  const { id: org, access } = useOrganization();
  const client = useQueryClient();
  const query = useQuery(accessKeysQuery(org, user.id));
  const [deleting, setDeleting] = useState<AccessKey>();
  const forget = () => client.invalidateQueries({ queryKey: serviceUsersKey(org) });
  const create = useMutation({
    mutationFn: () => createAccessKey(org, user.id),
    onSuccess: forget,
    onError: (error) => notifyProblem("The access key could not be generated", error),
  });
  const keys = query.data ?? [];
  const generate = access.administer && (
    <Button
      variant={keys.length > 0 ? "default" : "filled"}
      leftSection={<IconPlus size={16} />}
      loading={create.isPending}
      onClick={() => create.mutate()}
    >
      Generate access key
    </Button>
  );
  return (
    <Panel title="Access keys" flush actions={keys.length > 0 ? generate : undefined}>
      {query.isPending && <TableSkeleton label="Access keys" rows={2} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && keys.length === 0 && (
        <EmptyState icon={<IconKey size={20} />} title="No access key yet" action={generate}>
          With an access key {user.name} gets tokens for the API.
        </EmptyState>
      )}
      {keys.length > 0 && (
        <DataTable
          label="Access keys"
          columns={keyColumns}
          rows={keys}
          nameOf={(key) => key.accessKeyId}
          actionsStay
          actions={
            access.administer
              ? (key) => <KeyActions user={user} accessKey={key} onDelete={() => setDeleting(key)} />
              : undefined
          }
        />
      )}
      <SecretOnce accessKey={create.data} onStored={() => create.reset()} />
      <DeleteKey user={user} accessKey={deleting} onClose={() => setDeleting(undefined)} onDeleted={forget} />
    </Panel>
  );
}

interface DeleteKeyProps {
  user: ServiceUser;
  accessKey: AccessKey | undefined;
  onClose: () => void;
  onDeleted: () => Promise<void>;
}

function DeleteKey({ user, accessKey, onClose, onDeleted }: DeleteKeyProps) {
  const { id: org } = useOrganization();
  const remove = useMutation({
    mutationFn: (keyId: string) => deleteAccessKey(org, user.id, keyId),
    onSuccess: async () => {
      notify({ title: "Access key deleted" });
      onClose();
      await onDeleted();
    },
  });
  return (
    <ConfirmDialog
      opened={accessKey !== undefined}
      title="Delete access key?"
      confirmLabel="Yes, delete"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => accessKey && remove.mutate(accessKey.id)}
      onClose={onClose}
    >
      <code>{accessKey?.accessKeyId}</code> is gone for good. It is inactive already, so nothing signs in with it now.
    </ConfirmDialog>
  );
}
