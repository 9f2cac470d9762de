import { Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createOutgoingWebhook, type OutgoingWebhook, outgoingWebhooksKey } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { faultsOf } from "../faults.ts";
import { FormActions } from "../form-actions.tsx";
import { FormCard } from "../form-card.tsx";
import { FormProblem } from "../form-problem.tsx";
import { notify } from "../notice.ts";
import { useUnsaved } from "../unsaved.tsx";
import { emptyKey, isWhole, SigningKeyFields, signingKeyFieldNames } from "./signing-key-fields.tsx";
import { emptyWebhook, SendingFields, WebhookFields, webhookFieldNames } from "./webhook-fields.tsx";

const shown = [...webhookFieldNames, ...signingKeyFieldNames];

interface NewOutgoingWebhookProps {
  wanted?: { name?: string };
  inDialog?: boolean;
  onCreated: (webhook: OutgoingWebhook) => void;
  onCancel: () => void;
}

/** A new outgoing webhook with the secret that it signs with, on its own page or in a dialog. */
export function NewOutgoingWebhook({ wanted, inDialog, onCreated, onCancel }: NewOutgoingWebhookProps) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const [form, setForm] = useState({ ...emptyWebhook, ...wanted });
  const [key, setKey] = useState(emptyKey);
  const [insist, setInsist] = useState(false);
  const { saved, question } = useUnsaved(!inDialog && Boolean(form.name || form.url || key.secret));
  const create = useMutation({
    mutationFn: () => createOutgoingWebhook(org, { ...form, name: form.name.trim(), credentials: key }),
    onSuccess: (webhook) => {
      saved.current = true;
      notify({
        title: "Outgoing webhook created",
        message: "Send it a test event to see that your receiver takes it.",
      });
      void client.invalidateQueries({ queryKey: outgoingWebhooksKey(org) });
      onCreated(webhook);
    },
  });
  const faults = faultsOf(create.error);
  const needed = (name: string, value: string) => (insist && !value.trim() ? `${name} is needed.` : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInsist(true);
    if (form.name.trim() && form.url.trim() && isWhole(key)) create.mutate();
  };
  return (
    <FormCard title="Webhook details" inDialog={inDialog} onSubmit={submit} onCancel={onCancel}>
      <Stack gap={20}>
        <WebhookFields
          value={form}
          faults={{
            ...faults,
            name: faults.name ?? needed("Name", form.name),
            url: faults.url ?? needed("URL", form.url),
          }}
          onChange={setForm}
        />
        <SigningKeyFields
          value={key}
          faults={{
            "credentials.apiKey": faults["credentials.apiKey"] ?? needed("API key", key.apiKey),
            "credentials.secret": faults["credentials.secret"] ?? needed("Secret", key.secret),
          }}
          onChange={setKey}
        />
        <details>
          <summary>How it sends</summary>
          <Stack mt={16}>
            <SendingFields value={form} faults={faults} onChange={setForm} />
          </Stack>
        </details>
        <FormProblem error={create.error} shown={shown} />
      </Stack>
      <FormActions pending={create.isPending} onCancel={onCancel}>
        Create outgoing webhook
      </FormActions>
      {question}
    </FormCard>
  );
}
