import { Button, Drawer, Skeleton } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { CodeBlock, CopyId } from "../../components/copy.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import {
  type DeliveryDetails,
  deliveryQuery,
  type OutgoingWebhook,
  outgoingWebhookKey,
  replayDelivery,
} from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { useNow } from "../../lib/time.ts";
import { AttemptLog } from "./attempt-log.tsx";
import classes from "./deliveries.module.css";
import { deliveryState, outcomeOf } from "./webhook-state.ts";

interface DeliveryDrawerProps {
  webhook: OutgoingWebhook;
  /** From the URL: the drawer is open while there is one. */
  deliveryId: string | undefined;
}

/** One delivery beside the list that it came from. */
export function DeliveryDrawer({ webhook, deliveryId }: DeliveryDrawerProps) {
  const navigate = useNavigate({ from: "/outgoing-webhooks/$webhookId" });
  const last = useRef(deliveryId);
  if (deliveryId) last.current = deliveryId;
  const close = () => void navigate({ search: (old) => ({ ...old, delivery: undefined }), resetScroll: false });
  return (
    <Drawer
      opened={deliveryId !== undefined}
      onClose={close}
      position="right"
      size={600}
      title="Delivery"
      closeButtonProps={{ "aria-label": "Close delivery" }}
    >
      {last.current && <DeliveryBody key={last.current} webhook={webhook} deliveryId={last.current} />}
    </Drawer>
  );
}

function DeliveryBody({ webhook, deliveryId }: { webhook: OutgoingWebhook; deliveryId: string }) {
  const { id: org } = useOrganization();
  const query = useQuery(deliveryQuery(org, webhook.id, deliveryId));
  if (query.isPending) return <Skeleton height={320} radius={8} />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Details webhook={webhook} delivery={query.data} />;
}

/** What is due already waits behind others of its key, or for a webhook that is off or on hold. */
function NextTry({ at }: { at: string | null }) {
  const now = useNow();
  return <RelativeTime time={at && Date.parse(at) > now ? at : null} none="In its turn" />;
}

function Details({ webhook, delivery }: { webhook: OutgoingWebhook; delivery: DeliveryDetails }) {
  const { access } = useOrganization();
  const { word, tone } = deliveryState(delivery);
  const facts: Fact[] = [
    { label: "Message ID", value: <CopyId id={delivery.id} /> },
    { label: "Attempts", value: delivery.attempts.toLocaleString() },
    { label: "Created", value: <RelativeTime time={delivery.dtCreated} /> },
  ];
  if (delivery.status === "WAITING") facts.push({ label: "Next try", value: <NextTry at={delivery.nextAttemptAt} /> });
  if (delivery.replayOf) facts.push({ label: "Replay of", value: <CopyId id={delivery.replayOf} /> });
  if (delivery.eventId)
    facts.push({
      label: "Event",
      value: (
        <Link to="/events/$eventId" params={{ eventId: delivery.eventId }}>
          {delivery.eventName}
        </Link>
      ),
    });
  return (
    <div className={classes.drawer}>
      <div>
        <StatusDot tone={tone}>
          {word}. {outcomeOf(delivery)}
        </StatusDot>
      </div>
      {access.manage && <ReplayButton webhook={webhook} delivery={delivery} />}
      <Facts facts={facts} />
      <section>
        <h3 className={classes.heading}>Attempts</h3>
        <AttemptLog attempts={delivery.attemptLog} />
      </section>
      <section>
        <h3 className={classes.heading}>Body</h3>
        <CodeBlock code={pretty(delivery.body)} what="Copy body" />
      </section>
    </div>
  );
}

function ReplayButton({ webhook, delivery }: { webhook: OutgoingWebhook; delivery: DeliveryDetails }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate({ from: "/outgoing-webhooks/$webhookId" });
  const waits = delivery.status === "WAITING";
  const replay = useMutation({
    mutationFn: () => replayDelivery(org, delivery.id),
    onSuccess: async (made) => {
      notify(
        waits
          ? { title: "Delivery is tried now", message: "It is the same message, with the same ID." }
          : { title: "Delivery replayed", message: "It is a new message with an ID of its own." },
      );
      void client.invalidateQueries({ queryKey: outgoingWebhookKey(org, webhook.id) });
      await navigate({
        search: (old) => (waits ? old : { ...old, delivery: made.id, show: undefined, after: undefined }),
        resetScroll: false,
      });
    },
    onError: (error) => notifyProblem(waits ? "The delivery is not tried now" : "The delivery was not replayed", error),
  });
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconRepeat size={16} />}
        loading={replay.isPending}
        onClick={() => replay.mutate()}
      >
        {waits ? "Try now" : "Replay"}
      </Button>
    </div>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
