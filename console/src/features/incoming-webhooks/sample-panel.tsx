import { Button, Group } from "@mantine/core";
import { IconSend, IconTerminal2 } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CodeBlock } from "../../components/copy.tsx";
import { notifyProblem } from "../../components/notice.ts";
import { Panel } from "../../components/panel.tsx";
import { makeSample, sendSample, webhookKey } from "../../lib/api/incoming-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { IncomingWebhook } from "../../lib/types.ts";
import classes from "./sample-panel.module.css";

/** Sends the webhook a request as its vendor would, right or wrong on purpose, or gives it as a command. */
export function SamplePanel({ webhook }: { webhook: IncomingWebhook }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const navigate = useNavigate({ from: "/incoming-webhooks/$webhookId" });
  const send = useMutation({
    mutationFn: (wrong: boolean) => sendSample(org, webhook.id, wrong),
    onSuccess: async (message) => {
      void client.invalidateQueries({ queryKey: webhookKey(org, webhook.id) });
      await navigate({ search: (old) => ({ ...old, message: message.id, show: undefined, after: undefined }) });
    },
    onError: (error) => notifyProblem("The test request could not be sent", error),
  });
  const sample = useMutation({
    mutationFn: () => makeSample(org, webhook.id),
    onError: (error) => notifyProblem("The command could not be made", error),
  });
  const sending = send.isPending ? send.variables : undefined;
  return (
    <Panel
      title="Send a test request"
      hint="Signed the way the vendor signs. The wrong one shows you what a refusal looks like."
    >
      <Group gap={8}>
        <Button
          leftSection={<IconSend size={16} />}
          loading={sending === false}
          disabled={send.isPending || !webhook.active}
          onClick={() => send.mutate(false)}
        >
          Send a test request
        </Button>
        <Button
          variant="default"
          loading={sending === true}
          disabled={send.isPending || !webhook.active}
          onClick={() => send.mutate(true)}
        >
          Send a wrong one
        </Button>
        <Button
          variant="default"
          leftSection={<IconTerminal2 size={16} />}
          loading={sample.isPending}
          onClick={() => sample.mutate()}
        >
          Show as curl
        </Button>
      </Group>
      {sample.data && (
        <div className={classes.curl}>
          <CodeBlock code={sample.data.curl} what="Copy signed curl command" wrap />
          <p>{sample.data.note ?? "The signature carries the time: a signed command is good for a few minutes."}</p>
        </div>
      )}
    </Panel>
  );
}
