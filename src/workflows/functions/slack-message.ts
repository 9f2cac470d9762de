import { defineFunction, StepFailure } from "../../define/function.ts";
import { callSystem, toFailure } from "./call-system.ts";

const webhookType = "SLACK_WEBHOOK";

export default defineFunction({
  id: "slack.message",
  name: "Send a Slack message",
  category: "Messages",
  summary: "Posts a text to a channel, by an incoming webhook of Slack or as a bot.",
  credential: { destinations: ["SLACK"] },
  inputs: {
    text: {
      kind: "multiline",
      label: "Text",
      required: true,
      help: "Slack's own marks work: *bold*, <https://…|link>.",
    },
    channel: {
      kind: "text",
      label: "Channel",
      placeholder: "#billing",
      help: "For a bot; a webhook has one of its own.",
    },
    blocks: { kind: "list", label: "Blocks", help: "Slack's Block Kit; the text is then what notifications show." },
  },
  output: { ts: { label: "Id of the message, for a bot", kind: "text" } },
  repetition: "Slack takes no idempotency key: a message may come twice when the process dies while it is sent.",
  example: { text: { expression: '"Payment failed: " & $trigger.body.data.object.customer_name' } },
  run: async (call) => {
    const { context, organizationId, credentialId, inputs } = call;
    if (credentialId === null) throw new StepFailure("credential_missing", "The step has no credential. Choose one.");
    const credential = await context.broker.openForUse(organizationId, credentialId).catch((error: unknown) => {
      throw toFailure(error, false);
    });
    const { text, channel, blocks } = inputs;
    const body = { text, ...(channel ? { channel } : {}), ...(blocks ? { blocks } : {}) };
    if (credential.type === webhookType) {
      await callSystem(call, { method: "POST", path: "", body });
      return { output: { ts: null } };
    }
    const answer = await callSystem(call, { method: "POST", path: "/chat.postMessage", body });
    const { ok, error, ts } = (answer.body ?? {}) as { ok?: boolean; error?: string; ts?: string };
    if (!ok) throw new StepFailure("answer_refused", `Slack answered: ${error ?? "no reason"}.`);
    return { output: { ts: ts ?? null } };
  },
});
