import { useNavigate } from "@tanstack/react-router";
import { NewOutgoingWebhook } from "../../components/outgoing-webhook-form/new-outgoing-webhook.tsx";
import { Page } from "../../components/page.tsx";

export function NewOutgoingWebhookPage() {
  const navigate = useNavigate();
  return (
    <Page
      title="Create outgoing webhook"
      parent={{ label: "Outgoing webhooks", to: "/outgoing-webhooks" }}
      width="form"
      lead="We check that the URL can be reached before we save it."
    >
      <NewOutgoingWebhook
        onCreated={({ id }) => void navigate({ to: "/outgoing-webhooks/$webhookId", params: { webhookId: id } })}
        onCancel={() => void navigate({ to: "/outgoing-webhooks" })}
      />
    </Page>
  );
}
