import { useMutation, useQueryClient } from "@tanstack/react-query";
import { notify, notifyProblem } from "../../components/notice.ts";
import { updateWebhook, type WebhookForm, webhookKey, webhooksKey } from "../../lib/api/incoming-webhooks.ts";
import { ApiProblem } from "../../lib/http.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { IncomingWebhook } from "../../lib/types.ts";

interface Said {
  title: string;
  /** The form shows what the server refuses; otherwise a notice does. */
  quiet?: boolean;
}

/** Saves a change on the version that is shown; when someone else was first, the page shows what they made. */
export function useSaveWebhook(webhook: IncomingWebhook, { title, quiet = false }: Said) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<WebhookForm>) =>
      updateWebhook(org, webhook.id, {
        name: webhook.name,
        credentialId: webhook.credentialId,
        active: webhook.active,
        options: webhook.options,
        ...change,
        version: webhook.version,
      }),
    onSuccess: (saved) => {
      client.setQueryData(webhookKey(org, webhook.id), saved);
      void client.invalidateQueries({ queryKey: webhooksKey(org) });
      notify({ title, message: saved.name });
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.code === "version_conflict") {
        void client.invalidateQueries({ queryKey: webhookKey(org, webhook.id) });
      }
      if (!quiet) notifyProblem("The webhook is unchanged", error);
    },
  });
}
