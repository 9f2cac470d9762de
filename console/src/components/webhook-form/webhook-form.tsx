import { Skeleton, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createWebhook, webhooksKey } from "../../lib/api/incoming-webhooks.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, IncomingWebhook, WebhookOptions } from "../../lib/types.ts";
import { ErrorState } from "../error-state.tsx";
import { faultsOf } from "../faults.ts";
import { FormActions } from "../form-actions.tsx";
import { FormCard } from "../form-card.tsx";
import { FormProblem } from "../form-problem.tsx";
import { CredentialPicker } from "./credential-picker.tsx";
import { OptionsFields, optionsFor } from "./options-fields.tsx";
import { useIncomingCredentials } from "./use-incoming-credentials.ts";

interface WebhookFormProps {
  /** What it is called, and how a credential that is made on the way verifies, unless it is said otherwise. */
  wanted?: { type?: string; name?: string };
  /** Chosen already. */
  credentialId?: string;
  inDialog?: boolean;
  onCreated: (webhook: IncomingWebhook) => void;
  onCancel: () => void;
}

/** A new incoming webhook, on its own page or in a dialog. */
export function WebhookForm(props: WebhookFormProps) {
  const credentials = useIncomingCredentials();
  if (credentials.isPending) return <Skeleton height={240} radius={8} />;
  if (!credentials.data) return <ErrorState error={credentials.error} onRetry={() => void credentials.refetch()} />;
  return <WebhookCard {...props} credentials={credentials.data} />;
}

const optionFields = ["options.hubspotVersions", "options.windowSeconds", "options.signatureHeader"];

function WebhookCard(props: WebhookFormProps & { credentials: Credential[] }) {
  const { credentials, wanted, inDialog, onCreated, onCancel } = props;
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const client = useQueryClient();
  const [typedName, setName] = useState(wanted?.name);
  const [picked, setPicked] = useState<string | null | undefined>(props.credentialId);
  const [options, setOptions] = useState<WebhookOptions>({});
  const [insist, setInsist] = useState(false);
  const only = credentials.length === 1 && !wanted ? credentials[0]?.id : undefined;
  const credentialId = picked === undefined ? (only ?? null) : picked;
  const credential = credentials.find((one) => one.id === credentialId);
  const type = credential && catalogue.type(credential.destination, credential.type);
  const name = typedName ?? credential?.name ?? "";
  const create = useMutation({
    mutationFn: () => createWebhook(org, { name: name.trim(), credentialId, options: optionsFor(type, options) }),
    onSuccess: (webhook) => {
      void client.invalidateQueries({ queryKey: webhooksKey(org) });
      onCreated(webhook);
    },
  });
  const faults = faultsOf(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInsist(true);
    if (name.trim()) create.mutate();
  };
  return (
    <FormCard title="Webhook details" inDialog={inDialog} onSubmit={submit} onCancel={onCancel}>
      <Stack gap={20}>
        <TextInput
          label="Name"
          autoFocus
          data-autofocus
          value={name}
          maxLength={200}
          placeholder="Taken from the credential"
          error={faults.name ?? (insist && !name.trim() ? "Name is needed." : undefined)}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <CredentialPicker
          credentials={credentials}
          value={credential ? credential.id : null}
          wanted={wanted}
          error={faults.credentialId}
          onChange={setPicked}
        />
        <OptionsFields type={type} value={options} faults={faults} onChange={setOptions} />
        <FormProblem error={create.error} shown={["name", "credentialId", ...optionFields]} />
      </Stack>
      <FormActions pending={create.isPending} onCancel={onCancel}>
        Create incoming webhook
      </FormActions>
    </FormCard>
  );
}
