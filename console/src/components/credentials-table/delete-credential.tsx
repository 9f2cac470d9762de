import { Anchor, Skeleton, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { credentialUsageQuery, deleteCredential } from "../../lib/api/credentials.ts";
import { ApiProblem } from "../../lib/http.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, UsedBy } from "../../lib/types.ts";
import { ConfirmDialog } from "../confirm-dialog.tsx";
import { notify } from "../notice.ts";
import { useChange, useForgetCredentials } from "./use-credential-actions.ts";
import { WhatStops } from "./what-stops.tsx";

interface DeleteCredentialProps {
  credential: Credential | undefined;
  onClose: () => void;
  onDeleted?: () => void;
}

const usersIn = (error: unknown): UsedBy[] =>
  error instanceof ApiProblem && error.code === "credential_in_use" ? ((error.document.usedBy as UsedBy[]) ?? []) : [];

/** The question before a credential is deleted: it names what stops working. */
export function DeleteCredential({ credential, onClose, onDeleted }: DeleteCredentialProps) {
  const { id: org } = useOrganization();
  const forget = useForgetCredentials();
  const restore = useChange();
  const usage = useQuery({ ...credentialUsageQuery(org, credential?.id ?? ""), enabled: credential !== undefined });
  const remove = useMutation({
    mutationFn: ({ id, force }: { id: string; force: boolean }) => deleteCredential(org, id, force),
    onSuccess: async (deleted) => {
      tellDeleted(deleted, () => restore.mutate({ credential: deleted, verb: "restore" }));
      close();
      onDeleted?.();
      await forget();
    },
  });
  const close = () => {
    remove.reset();
    onClose();
  };
  const usedBy = usage.data?.usedBy.length ? usage.data.usedBy : usersIn(remove.error);
  return (
    <ConfirmDialog
      opened={credential !== undefined}
      title={`Delete ${credential?.name ?? "credential"}?`}
      confirmLabel="Yes, delete"
      pending={remove.isPending}
      error={usersIn(remove.error).length > 0 ? null : remove.error}
      onConfirm={() => credential && remove.mutate({ id: credential.id, force: usedBy.length > 0 })}
      onClose={close}
    >
      <Stack gap={8}>
        {usage.isPending ? <Skeleton height={20} /> : <WhatStops usedBy={usedBy} usage={usage.data} />}
        <p>You can restore it for 30 days. After that it is destroyed.</p>
      </Stack>
    </ConfirmDialog>
  );
}

function tellDeleted(credential: Credential, undo: () => void): void {
  const id = `deleted-${credential.id}`;
  notify({
    id,
    title: "Credential deleted",
    message: (
      <>
        {credential.name}{" "}
        <Anchor component="button" type="button" inherit onClick={undo}>
          Undo
        </Anchor>
      </>
    ),
  });
}
