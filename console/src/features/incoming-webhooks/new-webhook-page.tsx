import { useNavigate, useSearch } from "@tanstack/react-router";
import { notify } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { WebhookForm } from "../../components/webhook-form/webhook-form.tsx";

export function NewWebhookPage() {
  const navigate = useNavigate();
  const { credential } = useSearch({ from: "/shell/incoming-webhooks/new" });
  return (
    <Page
      title="Create incoming webhook"
      parent={{ label: "Incoming webhooks", to: "/incoming-webhooks" }}
      width="form"
      lead="You get a URL to paste into the system that sends."
    >
      <WebhookForm
        credentialId={credential}
        onCreated={async ({ id }) => {
          notify({ title: "Incoming webhook created", message: "Copy its URL, or send it a test request." });
          await navigate({ to: "/incoming-webhooks/$webhookId", params: { webhookId: id } });
        }}
        onCancel={() => void navigate({ to: "/incoming-webhooks" })}
      />
    </Page>
  );
}
