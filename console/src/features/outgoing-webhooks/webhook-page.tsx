import { Alert, Button, Switch } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconPencil, IconSend } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { CopyId, CopyLine } from "../../components/copy.tsx";
import { DeletePanel } from "../../components/delete-panel.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { Facts } from "../../components/facts.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import {
  deleteOutgoingWebhook,
  type OutgoingWebhook,
  outgoingWebhookKey,
  outgoingWebhookQuery,
  outgoingWebhooksKey,
  sendTestEvent,
  switchOutgoingWebhook,
} from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { CountsPanel } from "./counts-panel.tsx";
import { CredentialPanel } from "./credential-panel.tsx";
import { DeliveriesPanel } from "./deliveries-panel.tsx";
import { DeliveryDrawer } from "./delivery-drawer.tsx";
import { EditWebhook } from "./edit-webhook.tsx";
import { VerifyPanel } from "./verify-panel.tsx";
import { webhookState } from "./webhook-state.ts";

export function OutgoingWebhookPage() {
  const { id: org } = useOrganization();
  const { webhookId } = useParams({ from: "/shell/outgoing-webhooks/$webhookId" });
  const query = useQuery(outgoingWebhookQuery(org, webhookId));
  if (query.isPending) return <PageSkeleton title="Outgoing webhook" panels={3} />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <WebhookDetails key={webhookId} webhook={query.data} />;
}

function WebhookDetails({ webhook }: { webhook: OutgoingWebhook }) {
  const { access } = useOrganization();
  const [editing, edit] = useDisclosure(false);
  const { delivery } = useSearch({ from: "/shell/outgoing-webhooks/$webhookId" });
  const { tone, sentence } = webhookState(webhook);
  return (
    <Page
      title={webhook.name}
      parent={{ label: "Outgoing webhooks", to: "/outgoing-webhooks" }}
      width="detail"
      lead={<StatusDot tone={tone}>{sentence}</StatusDot>}
      actions={
        access.manage && (
          <>
            <ActiveSwitch webhook={webhook} />
            <Button variant="default" leftSection={<IconPencil size={16} />} onClick={edit.open}>
              Edit
            </Button>
            <TestButton webhook={webhook} />
          </>
        )
      }
    >
      {webhook.dtPaused && <PausedBanner />}
      {webhook.dtGone && !webhook.active && <GoneBanner at={webhook.dtGone} />}
      <Panel title="URL">
        <CopyLine value={webhook.url} what="Copy URL" />
      </Panel>
      <WebhookFacts webhook={webhook} />
      <CredentialPanel webhook={webhook} />
      <CountsPanel webhookId={webhook.id} />
      <DeliveriesPanel webhook={webhook} />
      {webhook.credentials && <VerifyPanel webhookId={webhook.id} apiKey={webhook.credentials.apiKey} />}
      {access.manage && <EndPanel webhook={webhook} />}
      <EditWebhook webhook={webhook} opened={editing} onClose={edit.close} />
      <DeliveryDrawer webhook={webhook} deliveryId={delivery} />
    </Page>
  );
}

function PausedBanner() {
  return (
    <Alert
      variant="default"
      icon={<IconAlertTriangle size={16} color="var(--bad)" />}
      title="Paused: nothing was accepted for three days"
    >
      Look at the latest delivery to see what the receiver answers, mend it there, and switch the webhook on. What waits
      is kept and goes out then.
    </Alert>
  );
}

function GoneBanner({ at }: { at: string }) {
  return (
    <Alert
      variant="default"
      icon={<IconAlertTriangle size={16} color="var(--bad)" />}
      title="Switched off: its receiver wants no more"
    >
      It answered 410 <RelativeTime time={at} />, and the delivery failed. If it has moved, edit the webhook, give it
      the new URL and switch it on. If it is to receive again where it was, mend it there and switch the webhook on. If
      nobody needs it, delete the webhook.
    </Alert>
  );
}

/** Shows at once what a change of the webhook made of it. */
function useChanged(webhook: OutgoingWebhook) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  return (changed?: OutgoingWebhook) => {
    if (changed) client.setQueryData(outgoingWebhookKey(org, webhook.id), changed);
    void client.invalidateQueries({ queryKey: outgoingWebhooksKey(org) });
  };
}

function ActiveSwitch({ webhook }: { webhook: OutgoingWebhook }) {
  const { id: org } = useOrganization();
  const changed = useChanged(webhook);
  const change = useMutation({
    mutationFn: (active: boolean) => switchOutgoingWebhook(org, webhook.id, active),
    onSuccess: (saved) => {
      changed(saved);
      notify({ title: `Outgoing webhook ${saved.active ? "activated" : "deactivated"}`, message: saved.name });
    },
    onError: (error) => notifyProblem("The webhook is unchanged", error),
  });
  return (
    <Switch
      label="Active"
      checked={webhook.active && !webhook.dtPaused}
      disabled={change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  );
}

function TestButton({ webhook }: { webhook: OutgoingWebhook }) {
  const { id: org } = useOrganization();
  const changed = useChanged(webhook);
  const navigate = useNavigate({ from: "/outgoing-webhooks/$webhookId" });
  const send = useMutation({
    mutationFn: () => sendTestEvent(org, webhook.id),
    onSuccess: async ({ id }) => {
      changed();
      await navigate({ search: (old) => ({ ...old, delivery: id, show: undefined, after: undefined }) });
    },
    onError: (error) => notifyProblem("The test event was not sent", error),
  });
  return (
    <Button
      leftSection={<IconSend size={16} />}
      loading={send.isPending}
      disabled={!webhook.active}
      onClick={() => send.mutate()}
    >
      Send a test event
    </Button>
  );
}

function WebhookFacts({ webhook }: { webhook: OutgoingWebhook }) {
  const { requestsPerSecond } = webhook;
  return (
    <Panel title="Details">
      <Facts
        facts={[
          { label: "ID", value: <CopyId id={webhook.id} /> },
          { label: "Code", value: webhook.code },
          { label: "Description", value: webhook.description || "None" },
          { label: "At the same time", value: webhook.concurrency.toLocaleString() },
          { label: "Per second at most", value: requestsPerSecond?.toLocaleString() ?? "No limit" },
          { label: "One after another by", value: webhook.orderingKey ?? "Nothing: each is sent at once" },
          { label: "RFC 9421", value: webhook.messageSignature ? "Signed, too" : "Off" },
          { label: "Created", value: <RelativeTime time={webhook.dtCreated} /> },
        ]}
      />
    </Panel>
  );
}

function EndPanel({ webhook }: { webhook: OutgoingWebhook }) {
  const { id: org } = useOrganization();
  return (
    <DeletePanel
      what="outgoing webhook"
      name={webhook.name}
      hint="Nothing is sent to its URL any more and its deliveries go with it."
      list="/outgoing-webhooks"
      listKey={outgoingWebhooksKey(org)}
      remove={() => deleteOutgoingWebhook(org, webhook.id)}
    >
      {new URL(webhook.url).host} hears nothing more, and the deliveries that wait are dropped. The credential stays.
      This cannot be undone.
    </DeletePanel>
  );
}
