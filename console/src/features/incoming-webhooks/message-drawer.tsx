import { Drawer, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { messageQuery } from "../../lib/api/incoming-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { IncomingWebhook } from "../../lib/types.ts";
import { MessageDetails } from "./message-details.tsx";

interface MessageDrawerProps {
  webhook: IncomingWebhook;
  /** From the URL: the drawer is open while there is one. */
  messageId: string | undefined;
}

/** One message beside the list that it came from. */
export function MessageDrawer({ webhook, messageId }: MessageDrawerProps) {
  const navigate = useNavigate({ from: "/incoming-webhooks/$webhookId" });
  const last = useRef(messageId);
  if (messageId) last.current = messageId;
  const close = () => void navigate({ search: (old) => ({ ...old, message: undefined }), resetScroll: false });
  return (
    <Drawer
      opened={messageId !== undefined}
      onClose={close}
      position="right"
      size={600}
      title="Message"
      closeButtonProps={{ "aria-label": "Close message" }}
    >
      {last.current && <MessageBody key={last.current} webhook={webhook} messageId={last.current} />}
    </Drawer>
  );
}

function MessageBody({ webhook, messageId }: { webhook: IncomingWebhook; messageId: string }) {
  const { id: org } = useOrganization();
  const query = useQuery(messageQuery(org, webhook.id, messageId));
  if (query.isPending) return <Skeleton height={320} radius={8} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <MessageDetails webhook={webhook} message={query.data} />;
}
