import { Button, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { faultsOf } from "../../components/faults.ts";
import { FormCard } from "../../components/form-card.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { createWebhook, webhooksKey } from "../../lib/api/incoming-webhooks.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, WebhookOptions } from "../../lib/types.ts";
import { CredentialPicker } from "./credential-picker.tsx";
import { OptionsFields, optionsFor } from "./options-fields.tsx";
import { useIncomingCredentials } from "./use-incoming-credentials.ts";

export function NewWebhookPage() {
  const credentials = useIncomingCredentials();
  return (
    <Page
      title="Create incoming webhook"
      parent={{ label: "Incoming webhooks", to: "/incoming-webhooks" }}
      width="form"
      lead="You get a URL to paste into the system that sends."
    >
      {credentials.isPending && <Skeleton height={240} radius={8} />}
      {credentials.isError && <ErrorState error={credentials.error} onRetry={() => void credentials.refetch()} />}
      {credentials.data && <WebhookCard credentials={credentials.data} />}
    </Page>
  );
}

function WebhookCard({ credentials }: { credentials: Credential[] }) {
  const { id: org, access } = useOrganization();
  const catalogue = useCatalogue(org);
  const search = useSearch({ from: "/shell/incoming-webhooks/new" });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [typedName, setName] = useState(search.name);
  const [picked, setPicked] = useState<string | null>();
  const [options, setOptions] = useState<WebhookOptions>({});
  const [insist, setInsist] = useState(false);
  const only = credentials.length === 1 ? credentials[0]?.id : undefined;
  const credentialId = picked ?? search.credential ?? only ?? null;
  const credential = credentials.find((one) => one.id === credentialId);
  const type = credential && catalogue.type(credential.destination, credential.type);
  const name = typedName ?? credential?.name ?? "";
  const create = useMutation({
    mutationFn: (id: string) =>
      createWebhook(org, { name: name.trim(), credentialId: id, options: optionsFor(type, options) }),
    onSuccess: async (webhook) => {
      notify({ title: "Incoming webhook created", message: "Copy its URL, or send it a test request." });
      void client.invalidateQueries({ queryKey: webhooksKey(org) });
      await navigate({ to: "/incoming-webhooks/$webhookId", params: { webhookId: webhook.id } });
    },
  });
  const faults = faultsOf(create.error);
  const leave = () => void navigate({ to: "/incoming-webhooks" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInsist(true);
    if (name.trim() && credential) create.mutate(credential.id);
  };
  return (
    <FormCard title="Webhook details" onSubmit={submit} onCancel={leave}>
      <Stack gap={20}>
        <TextInput
          label="Name"
          autoFocus
          value={name}
          maxLength={200}
          placeholder="Taken from the credential"
          error={faults.name ?? (insist && !name.trim() ? "Name is needed." : undefined)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <CredentialPicker
          credentials={credentials}
          value={credential ? credential.id : null}
          webhookName={typedName}
          canCreate={access.manage}
          error={faults.credentialId ?? (insist && !credential ? "Credential is needed." : undefined)}
          onChange={setPicked}
        />
        <OptionsFields type={type} value={options} faults={faults} onChange={setOptions} />
        <FormProblem
          error={create.error}
          shown={[
            "name",
            "credentialId",
            "options.hubspotVersions",
            "options.windowSeconds",
            "options.signatureHeader",
          ]}
        />
      </Stack>
      <Group justify="flex-end" gap={8} mt={24}>
        <Button variant="default" onClick={leave}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isPending}>
          Create incoming webhook
        </Button>
      </Group>
    </FormCard>
  );
}
