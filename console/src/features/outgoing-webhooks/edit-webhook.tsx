import { Button, Group, Modal, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import {
  SendingFields,
  WebhookFields,
  webhookFieldNames,
} from "../../components/outgoing-webhook-form/webhook-fields.tsx";
import { type OutgoingWebhook, outgoingWebhooksKey, updateOutgoingWebhook } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";

interface EditWebhookProps {
  webhook: OutgoingWebhook;
  opened: boolean;
  onClose: () => void;
}

/** Everything but the credential, which is rotated. */
export function EditWebhook({ webhook, opened, onClose }: EditWebhookProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Edit outgoing webhook" withCloseButton={false}>
      <EditForm key={webhook.version} webhook={webhook} onClose={onClose} />
    </Modal>
  );
}

function EditForm({ webhook, onClose }: Omit<EditWebhookProps, "opened">) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const { name, code, description, url, concurrency, requestsPerSecond, orderingKey, messageSignature } = webhook;
  const [form, setForm] = useState({
    name,
    code,
    description,
    url,
    concurrency,
    requestsPerSecond,
    orderingKey,
    messageSignature,
  });
  const save = useMutation({
    mutationFn: () => updateOutgoingWebhook(org, webhook.id, { ...form, version: webhook.version }),
    onSuccess: async (saved) => {
      notify({ title: "Outgoing webhook saved", message: saved.name });
      onClose();
      await client.invalidateQueries({ queryKey: outgoingWebhooksKey(org) });
    },
  });
  const faults = faultsOf(save.error);
  const change = (next: Partial<typeof form>) => setForm({ ...form, ...next });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={20}>
        <WebhookFields value={form} faults={faults} onChange={change} />
        <SendingFields value={form} faults={faults} onChange={change} />
        <FormProblem error={save.error} shown={webhookFieldNames} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!form.name.trim() || !form.url.trim()}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
