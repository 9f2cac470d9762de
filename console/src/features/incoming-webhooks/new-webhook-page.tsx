import { useNavigate } from "@tanstack/react-router";
import { notify } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { WebhookForm } from "../../components/webhook-form/webhook-form.tsx";

export function NewWebhookPage() {
  const navigate = useNavigate();
  return (
    <Page
      title="Create incoming webhook"
      parent={{ label: "Incoming webhooks", to: "/incoming-webhooks" }}
      width="form"
      lead="You get a URL to paste into the system that sends."
    >
      <WebhookForm
        onCreated={async ({ id }) => {
          notify({ title: "Incoming webhook created", message: "Copy its URL, or send it a test request." });
          await navigate({ to: "/incoming-webhooks/$webhookId", params: { webhookId: id } });
        }}
        onCancel={() => void navigate({ to: "/incoming-webhooks" })}
      />
    </Page>
  );
}
