import { Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { faultsOf } from "../../components/faults.ts";
import { FormProblem } from "../../components/form-problem.tsx";
import { notify } from "../../components/notice.ts";
import { NewSecret } from "../../components/outgoing-webhook-form/new-secret.tsx";
import { type OutgoingWebhook, outgoingWebhooksKey, rotateSecret } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";

const overlaps = [
  { value: "0", label: "Not at all: the old one ends now" },
  { value: "1", label: "1 hour" },
  { value: "24", label: "1 day" },
  { value: "72", label: "3 days" },
  { value: "168", label: "7 days" },
];

interface RotateSecretProps {
  webhook: OutgoingWebhook;
  opened: boolean;
  onClose: () => void;
}

/** A new secret; the earlier one signs beside it for as long as the receiver needs to change over. */
export function RotateSecret({ webhook, opened, onClose }: RotateSecretProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Rotate the secret" withCloseButton={false}>
      <RotateForm webhook={webhook} onClose={onClose} />
    </Modal>
  );
}

function RotateForm({ webhook, onClose }: Omit<RotateSecretProps, "opened">) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const [secret, setSecret] = useState("");
  const [hours, setHours] = useState("24");
  const rotate = useMutation({
    mutationFn: () => rotateSecret(org, webhook.id, { secret, previousSecretValidHours: Number(hours) }),
    onSuccess: async () => {
      notify({ title: "Secret rotated", message: webhook.name });
      onClose();
      await client.invalidateQueries({ queryKey: outgoingWebhooksKey(org) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (secret.trim()) rotate.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={20}>
        <NewSecret value={secret} error={faultsOf(rotate.error).secret} onChange={setSecret} />
        <Select
          label="The old secret goes on signing for"
          description="Until then each message carries both signatures, so nothing is refused while you change over."
          data={overlaps}
          value={hours}
          allowDeselect={false}
          onChange={(value) => setHours(value ?? "24")}
        />
        <FormProblem error={rotate.error} shown={["secret"]} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rotate.isPending} disabled={!secret.trim()}>
            Rotate
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
