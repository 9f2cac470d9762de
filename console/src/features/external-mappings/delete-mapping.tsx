import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { notify } from "../../components/notice.ts";
import { deleteExternalMapping, type ExternalMapping, externalMappingsKey } from "../../lib/api/external-mappings.ts";
import { useOrganization } from "../../lib/organization.tsx";

interface DeleteMappingProps {
  /** Undefined: nobody asks. */
  mapping: ExternalMapping | undefined;
  onClose: () => void;
}

export function DeleteMapping({ mapping, onClose }: DeleteMappingProps) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const last = useRef(mapping);
  if (mapping) last.current = mapping;
  const name = last.current && `${last.current.m3terEntity} ${last.current.m3terId}`;
  const removal = useMutation({
    mutationFn: async () => mapping && deleteExternalMapping(org, mapping.id),
    onSuccess: async () => {
      notify({ title: "External mapping deleted", message: name ?? "" });
      onClose();
      await client.invalidateQueries({ queryKey: externalMappingsKey(org) });
    },
  });
  return (
    <ConfirmDialog
      opened={mapping !== undefined}
      title={`Delete the mapping of ${name}?`}
      confirmLabel="Yes, delete"
      pending={removal.isPending}
      error={removal.error}
      onConfirm={() => removal.mutate()}
      onClose={() => {
        removal.reset();
        onClose();
      }}
    >
      The next event about it makes it anew in the external system. Nothing is deleted there.
    </ConfirmDialog>
  );
}
