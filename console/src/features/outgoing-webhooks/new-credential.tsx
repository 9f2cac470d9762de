import { Modal, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormActions } from "../../components/form-actions.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import {
  emptyKey,
  isWhole,
  SigningKeyFields,
  signingKeyFieldNames,
} from "../../components/outgoing-webhook-form/signing-key-fields.tsx";
import { type OutgoingWebhook, outgoingWebhooksKey, updateOutgoingWebhook } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";

interface NewCredentialProps {
  webhook: OutgoingWebhook;
  opened: boolean;
  onClose: () => void;
}

/** For a webhook whose own credential was destroyed. */
export function NewCredential({ webhook, opened, onClose }: NewCredentialProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Sign with a new credential" withCloseButton={false}>
      <NewCredentialForm webhook={webhook} onClose={onClose} />
    </Modal>
  );
}

function NewCredentialForm({ webhook, onClose }: Omit<NewCredentialProps, "opened">) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const [key, setKey] = useState(emptyKey);
  const save = useMutation({
    mutationFn: () => updateOutgoingWebhook(org, webhook.id, { credentials: key, version: webhook.version }),
    onSuccess: async () => {
      notify({ title: "Credential created", message: `${webhook.name} signs with it from now on.` });
      onClose();
      await client.invalidateQueries({ queryKey: outgoingWebhooksKey(org) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole(key)) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={20}>
        <SigningKeyFields value={key} faults={faultsOf(save.error)} onChange={setKey} />
        <FormProblem error={save.error} shown={signingKeyFieldNames} />
        <FormActions pending={save.isPending} disabled={!isWhole(key)} onCancel={onClose}>
          Create credential
        </FormActions>
      </Stack>
    </form>
  );
}
