import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { credentialQuery } from "../lib/api/credentials.ts";
import { eventQuery } from "../lib/api/events.ts";
import { webhookQuery } from "../lib/api/incoming-webhooks.ts";
import { integrationQuery } from "../lib/api/integrations.ts";
import { ruleQuery } from "../lib/api/notification-rules.ts";
import { outgoingWebhookQuery } from "../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../lib/organization.tsx";

/** For what is gone, or may not be seen. */
const nameless = "Open it";

export function CredentialLink({ id }: { id: string }) {
  const { data } = useQuery(credentialQuery(useOrganization().id, id));
  return (
    <Link to="/credentials/$credentialId" params={{ credentialId: id }}>
      {data?.name ?? nameless}
    </Link>
  );
}

export function WebhookLink({ id }: { id: string }) {
  const { data } = useQuery(outgoingWebhookQuery(useOrganization().id, id));
  return (
    <Link to="/outgoing-webhooks/$webhookId" params={{ webhookId: id }}>
      {data?.name ?? nameless}
    </Link>
  );
}

export function IntegrationLink({ id }: { id: string }) {
  const { data } = useQuery(integrationQuery(useOrganization().id, id));
  return (
    <Link to="/integrations/$integrationId" params={{ integrationId: id }}>
      {data?.name ?? nameless}
    </Link>
  );
}

export function EventLink({ id }: { id: string }) {
  const { data } = useQuery(eventQuery(useOrganization().id, id));
  return (
    <Link to="/events/$eventId" params={{ eventId: id }}>
      {data?.eventName ?? nameless}
    </Link>
  );
}

export function IncomingWebhookLink({ id }: { id: string }) {
  const { data } = useQuery(webhookQuery(useOrganization().id, id));
  return (
    <Link to="/incoming-webhooks/$webhookId" params={{ webhookId: id }}>
      {data?.name ?? nameless}
    </Link>
  );
}

export function RuleLink({ id }: { id: string }) {
  const { data } = useQuery(ruleQuery(useOrganization().id, id));
  return (
    <Link to="/notification-rules/$ruleId" params={{ ruleId: id }}>
      {data?.name ?? nameless}
    </Link>
  );
}
