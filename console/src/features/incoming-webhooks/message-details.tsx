import { Button, Group } from "@mantine/core";
import { IconRefresh, IconRepeat } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { CopyId } from "../../components/copy.tsx";
import { Facts } from "../../components/facts.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { replayMessage, verifyMessage, webhookKey } from "../../lib/api/incoming-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { IncomingWebhook, Message } from "../../lib/types.ts";
import { sentence } from "../../lib/words.ts";
import { MessageContent } from "./message-content.tsx";
import { bytes, messageState } from "./message-words.ts";
import classes from "./messages.module.css";
import { VerdictSteps } from "./verdict-steps.tsx";

interface MessageDetailsProps {
  webhook: IncomingWebhook;
  message: Message;
}

function useMessageActions({ webhook, message }: MessageDetailsProps) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate({ from: "/incoming-webhooks/$webhookId" });
  const forget = () => client.invalidateQueries({ queryKey: webhookKey(org, webhook.id) });
  const replay = useMutation({
    mutationFn: () => replayMessage(org, webhook.id, message.id),
    onSuccess: async (copy) => {
      notify({ title: "Message replayed", message: "The copy is a new message.", tone: "good" });
      void forget();
      await navigate({ search: (old) => ({ ...old, message: copy.id }), resetScroll: false });
    },
    onError: (error) => notifyProblem("The message could not be replayed", error),
  });
  const verify = useMutation({
    mutationFn: () => verifyMessage(org, webhook.id, message.id),
    onSuccess: async ({ message: now }) => {
      const accepted = now.status === "ACCEPTED";
      notify({
        title: accepted ? "Message verified again: accepted" : "Message verified again: still rejected",
        message: accepted ? "It counts from now on." : sentence(now.reason ?? ""),
        tone: accepted ? "good" : "warn",
      });
      await forget();
    },
    onError: (error) => notifyProblem("The message could not be verified again", error),
  });
  return { replay, verify };
}

export function MessageDetails({ webhook, message }: MessageDetailsProps) {
  const { access } = useOrganization();
  const { replay, verify } = useMessageActions({ webhook, message });
  const { word, tone } = messageState(message);
  return (
    <div className={classes.drawer}>
      <div>
        <p className={classes.state}>
          <StatusDot tone={tone}>{word}</StatusDot>
        </p>
        {message.reason && <p className={classes.reasonLine}>{sentence(message.reason)}</p>}
      </div>
      {access.manage && (
        <Group gap={8}>
          {message.status === "ACCEPTED" && (
            <Button
              variant="default"
              leftSection={<IconRepeat size={16} />}
              loading={replay.isPending}
              onClick={() => replay.mutate()}
            >
              Replay
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={verify.isPending}
            onClick={() => verify.mutate()}
          >
            Verify again
          </Button>
        </Group>
      )}
      <section>
        <h3 className={classes.heading}>Verdict</h3>
        <VerdictSteps verdict={message.verdict} replayed={message.replayOf !== null} />
      </section>
      <section>
        <h3 className={classes.heading}>Details</h3>
        <Facts facts={factsOf(webhook, message)} />
      </section>
      <MessageContent message={message} />
    </div>
  );
}

function factsOf(webhook: IncomingWebhook, message: Message) {
  return [
    { label: "ID", value: <CopyId id={message.id} whole /> },
    { label: "Received", value: <RelativeTime time={message.receivedAt} /> },
    { label: "From", value: message.sourceAddress ?? "Not recorded" },
    { label: "Event type", value: message.eventType ?? "None given" },
    { label: "Event ID", value: message.providerEventId ?? "None given" },
    { label: "Size", value: bytes(message.sizeBytes) },
    { label: "Sent again", value: message.duplicates === 0 ? "No" : `${message.duplicates} times` },
    {
      label: "Processed",
      value: message.processed ? (
        <RelativeTime time={message.processedAt} />
      ) : message.status === "ACCEPTED" ? (
        "Not yet"
      ) : (
        "No"
      ),
    },
    ...(message.replayOf
      ? [
          {
            label: "Replay of",
            value: (
              <Link
                to="/incoming-webhooks/$webhookId"
                params={{ webhookId: webhook.id }}
                search={{ message: message.replayOf }}
                resetScroll={false}
              >
                the first message
              </Link>
            ),
          },
        ]
      : []),
  ];
}
