import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormCard } from "../../components/form-card.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { useUnsaved } from "../../components/unsaved.tsx";
import { createOutgoingWebhook, outgoingWebhooksKey } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { tidied } from "../../lib/paste.ts";
import { NewSecret } from "./new-secret.tsx";
import { emptyWebhook, SendingFields, WebhookFields, webhookFieldNames } from "./webhook-fields.tsx";

const shown = [...webhookFieldNames, "credentials.apiKey", "credentials.secret"];

export function NewOutgoingWebhookPage() {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form, setForm] = useState(emptyWebhook);
  const [key, setKey] = useState({ apiKey: "", secret: "" });
  const [insist, setInsist] = useState(false);
  const { saved, question } = useUnsaved(Boolean(form.name || form.url || key.secret));
  const create = useMutation({
    mutationFn: () => createOutgoingWebhook(org, { ...form, name: form.name.trim(), credentials: key }),
    onSuccess: async (webhook) => {
      saved.current = true;
      notify({
        title: "Outgoing webhook created",
        message: "Send it a test event to see that your receiver takes it.",
      });
      void client.invalidateQueries({ queryKey: outgoingWebhooksKey(org) });
      await navigate({ to: "/outgoing-webhooks/$webhookId", params: { webhookId: webhook.id } });
    },
  });
  const faults = faultsOf(create.error);
  const needed = (name: string, value: string) => (insist && !value.trim() ? `${name} is needed.` : undefined);
  const leave = () => void navigate({ to: "/outgoing-webhooks" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInsist(true);
    if (form.name.trim() && form.url.trim() && key.apiKey.trim() && key.secret.trim()) create.mutate();
  };
  return (
    <Page
      title="Create outgoing webhook"
      parent={{ label: "Outgoing webhooks", to: "/outgoing-webhooks" }}
      width="form"
      lead="We check that the URL can be reached before we save it."
    >
      <FormCard title="Webhook details" onSubmit={submit} onCancel={leave}>
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
          <TextInput
            label="API key"
            description="It travels in X-M3ter-Api-Key and tells your receiver whose message it is."
            placeholder="ledger"
            maxLength={200}
            value={key.apiKey}
            error={faults["credentials.apiKey"] ?? needed("API key", key.apiKey)}
            onChange={(event) => setKey({ ...key, apiKey: event.currentTarget.value })}
            onBlur={() => setKey({ ...key, apiKey: tidied(key.apiKey) })}
          />
          <NewSecret
            value={key.secret}
            error={faults["credentials.secret"] ?? needed("Secret", key.secret)}
            onChange={(secret) => setKey({ ...key, secret })}
          />
          <details>
            <summary>How it sends</summary>
            <Stack mt={16}>
              <SendingFields value={form} faults={faults} onChange={setForm} />
            </Stack>
          </details>
          <FormProblem error={create.error} shown={shown} />
        </Stack>
        <Group justify="flex-end" gap={8} mt={24}>
          <Button variant="default" onClick={leave}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create outgoing webhook
          </Button>
        </Group>
      </FormCard>
      {question}
    </Page>
  );
}
