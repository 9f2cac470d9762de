import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { Dialog } from "../../components/dialog.tsx";
import { faultsOf } from "../../components/faults.ts";
import { FormProblem } from "../../components/form-problem.tsx";
import { CredentialPicker } from "../../components/webhook-form/credential-picker.tsx";
import { OptionsFields, optionsFor } from "../../components/webhook-form/options-fields.tsx";
import { useIncomingCredentials } from "../../components/webhook-form/use-incoming-credentials.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { IncomingWebhook } from "../../lib/types.ts";
import { useSaveWebhook } from "./use-save-webhook.ts";

interface EditWebhookProps {
  webhook: IncomingWebhook;
  opened: boolean;
  onClose: () => void;
}

/** Name, credential and options; the URL stays. */
export function EditWebhook({ webhook, opened, onClose }: EditWebhookProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Edit incoming webhook">
      <EditForm key={webhook.version} webhook={webhook} onClose={onClose} />
    </Dialog>
  );
}

function EditForm({ webhook, onClose }: Omit<EditWebhookProps, "opened">) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const credentials = useIncomingCredentials().data ?? [];
  const [form, setForm] = useState({
    name: webhook.name,
    credentialId: webhook.credentialId,
    options: webhook.options,
  });
  const save = useSaveWebhook(webhook, { title: "Incoming webhook saved", quiet: true });
  useEffect(() => {
    if (save.isSuccess) onClose();
  }, [save.isSuccess, onClose]);
  const credential = credentials.find((one) => one.id === form.credentialId);
  const type = credential
    ? catalogue.type(credential.destination, credential.type)
    : catalogue.type(webhook.destination ?? "", webhook.type ?? "");
  const faults = faultsOf(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ name: form.name.trim(), credentialId: form.credentialId, options: optionsFor(type, form.options) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={16}>
        <TextInput
          label="Name"
          data-autofocus
          value={form.name}
          maxLength={200}
          error={faults.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <CredentialPicker
          credentials={credentials}
          value={form.credentialId}
          error={faults.credentialId}
          onChange={(credentialId) => credentialId && setForm({ ...form, credentialId })}
        />
        <OptionsFields
          type={type}
          value={form.options}
          faults={faults}
          onChange={(options) => setForm({ ...form, options })}
        />
        <FormProblem error={save.error} shown={["name", "credentialId"]} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!form.name.trim()}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
