import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { Facts } from "../../components/facts.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import type { OutgoingWebhook } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { NewCredential } from "./new-credential.tsx";
import { RotateSecret } from "./rotate-secret.tsx";

/** What signs the webhook's messages: to review, to rotate, and to put in the place of one that was destroyed. */
export function CredentialPanel({ webhook }: { webhook: OutgoingWebhook }) {
  const { access } = useOrganization();
  const [opened, dialog] = useDisclosure(false);
  const { credentials } = webhook;
  const Dialog = credentials ? RotateSecret : NewCredential;
  return (
    <Panel
      title="Credential"
      hint="It signs every attempt. The secret is sealed and never shown."
      actions={
        access.manage && (
          <Button variant="default" size="xs" onClick={dialog.open}>
            {credentials ? "Rotate the secret" : "Sign with a new credential"}
          </Button>
        )
      }
    >
      {credentials ? (
        <Facts
          facts={[
            {
              label: "Name",
              value: (
                <Link to="/credentials/$credentialId" params={{ credentialId: credentials.id }}>
                  {credentials.name}
                </Link>
              ),
            },
            { label: "API key", value: credentials.apiKey },
            { label: "Secret", value: "Sealed" },
            { label: "Last changed", value: <RelativeTime time={credentials.dtLastModified} /> },
          ]}
        />
      ) : (
        <p>The credential was destroyed, so nothing can be signed. With a new one, what waits goes out.</p>
      )}
      <Dialog webhook={webhook} opened={opened} onClose={dialog.close} />
    </Panel>
  );
}
