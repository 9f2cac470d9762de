import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { CodeBlock } from "../../components/copy.tsx";
import { Panel } from "../../components/panel.tsx";
import { receiverSamples } from "./receiver-samples.ts";

/** A whole receiver to paste, with this webhook's own API key. */
export function VerifyPanel({ apiKey }: { apiKey: string }) {
  const samples = receiverSamples(apiKey);
  const [language, setLanguage] = useState("node");
  const sample = samples.find(({ value }) => value === language);
  return (
    <Panel
      title="Verify in your code"
      hint="Check the bytes as they came, before you parse them. Standard Webhooks libraries work, too."
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
      {sample && <CodeBlock code={sample.code} what={`Copy ${sample.label} sample`} />}
    </Panel>
  );
}
