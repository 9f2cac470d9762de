import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { type LinkProps, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { sentence } from "../lib/words.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { EndAction, EndActions } from "./end-actions.tsx";
import { notify } from "./notice.ts";

interface DeletePanelProps {
  /** What it is, as in "notification rule deleted". */
  what: string;
  name: string;
  hint: string;
  /** The list to go back to, and what of it is then read anew. */
  list: LinkProps["to"];
  listKey: QueryKey;
  remove: () => Promise<unknown>;
  /** What stops working, in the dialog. */
  children: ReactNode;
}

/** The end of the page of a thing that can be deleted. */
export function DeletePanel({ what, name, hint, list, listKey, remove, children }: DeletePanelProps) {
  const [asking, dialog] = useDisclosure(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      notify({ title: `${sentence(what)} deleted`, message: name });
      await navigate({ to: list });
      void client.invalidateQueries({ queryKey: listKey });
    },
  });
  return (
    <EndActions title="Stop using it">
      <EndAction title="Delete" hint={hint}>
        <Button variant="default" c="var(--bad)" onClick={dialog.open}>
          Delete
        </Button>
      </EndAction>
      <ConfirmDialog
        opened={asking}
        title={`Delete ${name}?`}
        confirmLabel="Yes, delete"
        pending={removal.isPending}
        error={removal.error}
        onConfirm={() => removal.mutate()}
        onClose={() => {
          removal.reset();
          dialog.close();
        }}
      >
        {children}
      </ConfirmDialog>
    </EndActions>
  );
}
