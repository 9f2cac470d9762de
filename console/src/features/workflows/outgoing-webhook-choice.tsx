import { useQuery } from "@tanstack/react-query";
import { NewOutgoingWebhook } from "../../components/outgoing-webhook-form/new-outgoing-webhook.tsx";
import { outgoingWebhooksQuery } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { ChooseOrCreate } from "./choose-or-create.tsx";

interface OutgoingWebhookChoiceProps {
  label: string;
  hideLabel?: boolean;
  value: string | null;
  error?: string;
  wanted?: { name?: string };
  onChange: (id: string | null) => void;
}

/** Where a step sends to; a new one is made here and chosen at once. */
export function OutgoingWebhookChoice(props: OutgoingWebhookChoiceProps) {
  const { id: org } = useOrganization();
  const query = useQuery({ ...outgoingWebhooksQuery(org, { pageSize: 200 }), refetchOnWindowFocus: "always" });
  const webhooks = query.data?.data ?? [];
  const { wanted, ...choice } = props;
  return (
    <ChooseOrCreate
      {...choice}
      purpose="A receiver whose messages are signed."
      createLabel="Create outgoing webhook"
      isFirst={query.isSuccess && webhooks.length === 0}
      placeholder={webhooks.length === 0 ? "There is none yet" : "Choose a webhook"}
      data={webhooks.map(({ id, name }) => ({ value: id, label: name }))}
      form={(done, close) => (
        <NewOutgoingWebhook inDialog wanted={wanted} onCreated={({ id }) => done(id)} onCancel={close} />
      )}
    />
  );
}
