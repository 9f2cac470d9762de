import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { notify } from "../../components/notice.ts";
import { deleteWebhook, webhooksKey } from "../../lib/api/incoming-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { IncomingWebhook } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";

interface DeleteWebhookProps {
  webhook: IncomingWebhook;
  opened: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteWebhook({ webhook, opened, onClose, onDeleted }: DeleteWebhookProps) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteWebhook(org, webhook.id),
    onSuccess: () => {
      notify({ title: "Incoming webhook deleted", message: webhook.name });
      onDeleted();
      void client.invalidateQueries({ queryKey: webhooksKey(org), refetchType: "none" });
    },
  });
  const recent = webhook.counts.accepted24h;
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${webhook.name}?`}
      confirmLabel="Yes, delete"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      Its URL stops working at once: whoever sends to it gets an error.{" "}
      {recent > 0 && `It accepted ${count(recent, "message")} in the last 24 hours. `}
      Its messages are deleted with it. This cannot be undone.
    </ConfirmDialog>
  );
}
