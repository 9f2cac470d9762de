import { Anchor, Stack } from "@mantine/core";
import { CodeBlock } from "../../components/copy.tsx";
import { Panel } from "../../components/panel.tsx";
import type { Credential, Paste } from "../../lib/types.ts";

/** What a person pastes at the vendor, with the credential's own values in it. */
export function PastePanel({ credential, paste }: { credential: Credential; paste: Paste }) {
  const text = paste.text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(credential[name] ?? place));
  return (
    <Panel title={paste.title}>
      <Stack gap={12}>
        <p>
          {paste.help}{" "}
          {paste.link && (
            <Anchor href={paste.link.href} target="_blank" rel="noreferrer" inherit>
              {paste.link.label}
            </Anchor>
          )}
        </p>
        <CodeBlock code={text} what="Copy text to paste" />
      </Stack>
    </Panel>
  );
}
