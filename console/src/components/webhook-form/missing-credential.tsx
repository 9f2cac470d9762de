import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { updateWebhook, webhookKey, webhooksKey } from "../../lib/api/incoming-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { IncomingWebhook } from "../../lib/types.ts";
import { notify, notifyProblem } from "../notice.ts";
import { StatusDot } from "../status-dot.tsx";
import classes from "./missing-credential.module.css";
import { NewVerifyingCredential } from "./new-verifying-credential.tsx";

interface MissingCredentialProps {
  webhook: IncomingWebhook;
  /** How the sender is expected to sign. */
  type?: string;
}

/** A webhook that has its URL already and refuses everything: the way to its credential. */
export function MissingCredential({ webhook, type }: MissingCredentialProps) {
  const { id: org, access } = useOrganization();
  const client = useQueryClient();
  const [isCreating, creating] = useDisclosure(false);
  const save = useMutation({
    mutationFn: (credentialId: string) =>
      updateWebhook(org, webhook.id, { name: webhook.name, credentialId, version: webhook.version }),
    onSuccess: async (saved) => {
      client.setQueryData(webhookKey(org, webhook.id), saved);
      notify({ title: "Credential added", message: `${saved.name} checks what arrives from now on.` });
      await client.invalidateQueries({ queryKey: webhooksKey(org) });
    },
    onError: (error) => notifyProblem("The webhook is unchanged", error),
  });
  return (
    <div className={classes.missing}>
      <StatusDot tone="warn">Everything is refused until it has a credential.</StatusDot>
      <p className={classes.help}>Give the URL to the sender, and add the secret that it shows you for it.</p>
      {access.manage && (
        <Button variant="default" size="xs" loading={save.isPending} onClick={creating.open}>
          Add its credential
        </Button>
      )}
      <NewVerifyingCredential
        opened={isCreating}
        wanted={{ name: webhook.name, type }}
        onCreated={({ id }) => {
          creating.close();
          save.mutate(id);
        }}
        onClose={creating.close}
      />
    </div>
  );
}
