import { Stack } from "@mantine/core";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import type { Credential } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";
import { useBulkDelete } from "./use-bulk.ts";

interface BulkDeleteProps {
  credentials: Credential[];
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

export function BulkDelete({ credentials, opened, onClose, onDone }: BulkDeleteProps) {
  const remove = useBulkDelete(() => {
    onClose();
    onDone();
  });
  const names = credentials.slice(0, 5).map((one) => one.name);
  const more = credentials.length - names.length;
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${count(credentials.length, "credential")}?`}
      confirmLabel="Yes, delete"
      pending={remove.isPending}
      onConfirm={() => remove.mutate(credentials)}
      onClose={onClose}
    >
      <Stack gap={8}>
        <p>
          {names.join(", ")}
          {more > 0 && ` and ${more} more`}
        </p>
        <p>What is in use is kept. You can restore the others for 30 days. After that they are destroyed.</p>
      </Stack>
    </ConfirmDialog>
  );
}
