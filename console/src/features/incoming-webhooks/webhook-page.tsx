import { Button, Stack, Switch } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { CopyLine } from "../../components/copy.tsx";
import { DeletePanel } from "../../components/delete-panel.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { Facts } from "../../components/facts.tsx";
import { Mark } from "../../components/mark.tsx";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { MissingCredential } from "../../components/webhook-form/missing-credential.tsx";
import { deleteWebhook, webhookQuery, webhooksKey } from "../../lib/api/incoming-webhooks.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { IncomingWebhook } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";
import { EditWebhook } from "./edit-webhook.tsx";
import { MessageDrawer } from "./message-drawer.tsx";
import { MessagesPanel } from "./messages-panel.tsx";
import { optionFacts } from "./option-facts.ts";
import { SamplePanel } from "./sample-panel.tsx";
import { useSaveWebhook } from "./use-save-webhook.ts";

export function WebhookPage() {
  const { id: org } = useOrganization();
  const { webhookId } = useParams({ from: "/shell/incoming-webhooks/$webhookId" });
  const query = useQuery(webhookQuery(org, webhookId));
  if (query.isPending) return <PageSkeleton title="Incoming webhook" panels={3} />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <WebhookDetails key={webhookId} webhook={query.data} />;
}

function WebhookDetails({ webhook }: { webhook: IncomingWebhook }) {
  const { id: org, access } = useOrganization();
  const catalogue = useCatalogue(org);
  const [editing, edit] = useDisclosure(false);
  const { message } = useSearch({ from: "/shell/incoming-webhooks/$webhookId" });
  return (
    <Page
      title={webhook.name}
      parent={{ label: "Incoming webhooks", to: "/incoming-webhooks" }}
      width="detail"
      mark={<Mark system={catalogue.systemOf(webhook.destination ?? "")} size={40} />}
      lead={<StatusDot tone={toneOf(webhook)}>{activeWords(webhook)}</StatusDot>}
      actions={
        access.manage && (
          <>
            <ActiveSwitch webhook={webhook} />
            <Button variant="default" leftSection={<IconPencil size={16} />} onClick={edit.open}>
              Edit
            </Button>
          </>
        )
      }
    >
      <Panel title="URL" hint="Paste it into the system that sends. It stays the same when the credential changes.">
        <Stack gap={16}>
          <CopyLine value={webhook.url} what="Copy URL" />
          {webhook.credentialId === null && <MissingCredential webhook={webhook} />}
        </Stack>
      </Panel>
      <WebhookFacts webhook={webhook} />
      {access.manage && webhook.credentialId && <SamplePanel webhook={webhook} />}
      <MessagesPanel webhook={webhook} />
      {access.manage && <EndPanel webhook={webhook} />}
      <EditWebhook webhook={webhook} opened={editing} onClose={edit.close} />
      <MessageDrawer webhook={webhook} messageId={message} />
    </Page>
  );
}

const toneOf = ({ active, credentialId }: IncomingWebhook) => (!active ? "quiet" : credentialId ? "good" : "warn");

function activeWords({ active, credentialId }: IncomingWebhook): string {
  if (!active) return "Inactive. Requests are refused with 410.";
  return credentialId ? "Active. Requests are checked and kept." : "Active, but nothing verifies what arrives yet.";
}

function ActiveSwitch({ webhook }: { webhook: IncomingWebhook }) {
  const save = useSaveWebhook(webhook, {
    title: webhook.active ? "Incoming webhook deactivated" : "Incoming webhook activated",
  });
  return (
    <Switch
      label="Active"
      checked={webhook.active}
      disabled={save.isPending}
      onChange={(event) => save.mutate({ active: event.currentTarget.checked })}
    />
  );
}

function WebhookFacts({ webhook }: { webhook: IncomingWebhook }) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  return (
    <Panel title="Details">
      <Facts
        facts={[
          {
            label: "Verified with",
            value: webhook.credentialId ? (
              <Link to="/credentials/$credentialId" params={{ credentialId: webhook.credentialId }}>
                {webhook.credentialName}
              </Link>
            ) : (
              "Nothing yet"
            ),
          },
          { label: "Type", value: catalogue.typeName(webhook.destination ?? "", webhook.type ?? "None") },
          ...optionFacts(webhook),
          { label: "Last message", value: <RelativeTime time={webhook.lastMessageAt} none="No message yet" /> },
          {
            label: "Last 24 hours",
            value: `${webhook.counts.accepted24h.toLocaleString()} accepted, ${webhook.counts.rejected24h.toLocaleString()} rejected`,
          },
          { label: "Created", value: <RelativeTime time={webhook.dtCreated} /> },
        ]}
      />
    </Panel>
  );
}

function EndPanel({ webhook }: { webhook: IncomingWebhook }) {
  const { id: org } = useOrganization();
  const recent = webhook.counts.accepted24h;
  return (
    <DeletePanel
      what="incoming webhook"
      name={webhook.name}
      hint="Its URL stops working at once and its messages go with it."
      list="/incoming-webhooks"
      listKey={webhooksKey(org)}
      remove={() => deleteWebhook(org, webhook.id)}
    >
      Its URL stops working at once: whoever sends to it gets an error.{" "}
      {recent > 0 && `It accepted ${count(recent, "message")} in the last 24 hours. `}
      Its messages are deleted with it. This cannot be undone.
    </DeletePanel>
  );
}
