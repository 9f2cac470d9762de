import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CodeBlock } from "../../components/copy.tsx";
import { Panel } from "../../components/panel.tsx";
import { deliveriesQuery, deliveryQuery } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { receiverSamples } from "./receiver-samples.ts";

/** A whole receiver to paste, with this webhook's own API key, and the headers that it gets. */
export function VerifyPanel({ webhookId, apiKey }: { webhookId: string; apiKey: string }) {
  const samples = receiverSamples(apiKey);
  const [language, setLanguage] = useState("node");
  const sample = samples.find(({ value }) => value === language);
  return (
    <Panel
      title="Verify in your code"
      hint="Check the bytes as they came, before you parse them, and drop an ID that you have seen. Standard Webhooks libraries work, too."
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Language"
          data={samples.map(({ value, label }) => ({ value, label }))}
          value={language}
          onChange={setLanguage}
        />
      }
    >
      <LastHeaders webhookId={webhookId} />
      {sample && <CodeBlock code={sample.code} what={`Copy ${sample.label} sample`} />}
    </Panel>
  );
}

/** As the last delivery had them; signatures stay sealed. */
function LastHeaders({ webhookId }: { webhookId: string }) {
  const { id: org } = useOrganization();
  const latest = useQuery(deliveriesQuery(org, webhookId, {})).data?.data[0];
  const details = useQuery({
    ...deliveryQuery(org, webhookId, latest?.id ?? ""),
    enabled: latest !== undefined && latest.attempts > 0,
  });
  const attempt = details.data?.attemptLog.at(-1);
  if (!attempt) return null;
  const lines = attempt.requestHeaders.map(([name, value]) => `${name}: ${value}`);
  return (
    <>
      <p>The headers of the last delivery:</p>
      <CodeBlock code={lines.join("\n")} what="Copy the headers" wrap />
    </>
  );
}
