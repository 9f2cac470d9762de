import { Anchor, Checkbox, Skeleton, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { credentialUsageQuery, deleteCredential } from "../../lib/api/credentials.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
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
  const [endAccess, setEndAccess] = useState(false);
  const system = useEndableAccess(credential);
  const usage = useQuery({ ...credentialUsageQuery(org, credential?.id ?? ""), enabled: credential !== undefined });
  const remove = useMutation({
    mutationFn: ({ id, force }: { id: string; force: boolean }) =>
      deleteCredential(org, id, { force, endAccess: endAccess && system !== undefined }),
    onSuccess: async (deleted) => {
      tellDeleted(deleted, () => restore.mutate({ credential: deleted, verb: "restore" }));
      close();
      onDeleted?.();
      await forget();
    },
  });
  const close = () => {
    remove.reset();
    setEndAccess(false);
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
        <p>
          You can restore it for 30 days. After that it is destroyed
          {system && `, and what it may do at ${system} is ended there`}.
        </p>
        {system && (
          <Checkbox
            mt={8}
            label={`End its access at ${system} now`}
            description="If you restore it later, it needs a new sign-in."
            checked={endAccess}
            onChange={(event) => setEndAccess(event.currentTarget.checked)}
          />
        )}
      </Stack>
    </ConfirmDialog>
  );
}

/** The system where a sign-in gave the credential access that can be ended, by its name. */
function useEndableAccess(credential: Credential | undefined): string | undefined {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  if (!credential || credential.status === "REVOKED") return undefined;
  if (credential.status === "PENDING" && !credential.choices) return undefined;
  const isEndable = catalogue.type(credential.destination, credential.type)?.signIn?.revocable;
  return isEndable ? catalogue.systemOf(credential.destination)?.name : undefined;
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
