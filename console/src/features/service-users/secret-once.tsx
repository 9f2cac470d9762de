import { Button, Checkbox, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { CodeBlock, CopyLine } from "../../components/copy.tsx";
import { useOrganization } from "../../lib/organization.tsx";
import type { NewAccessKey } from "../../lib/types.ts";
import classes from "./secret-once.module.css";

interface SecretOnceProps {
  accessKey: NewAccessKey | undefined;
  onStored: () => void;
}

/** The only time that an API secret is shown: it closes when the person says that it is stored. */
export function SecretOnce({ accessKey, onStored }: SecretOnceProps) {
  return (
    <Modal
      opened={accessKey !== undefined}
      onClose={() => {}}
      closeOnEscape={false}
      closeOnClickOutside={false}
      withCloseButton={false}
      size={560}
      title="Store the API secret now"
    >
      {accessKey && <Secret accessKey={accessKey} onStored={onStored} />}
    </Modal>
  );
}

function Secret({ accessKey, onStored }: { accessKey: NewAccessKey; onStored: () => void }) {
  const { id: org } = useOrganization();
  const [stored, setStored] = useState(false);
  const command = `curl -u ${accessKey.accessKeyId}:$API_SECRET \\\n  -d grant_type=client_credentials \\\n  ${window.location.origin}/oauth/token`;
  return (
    <Stack gap={16}>
      <p>It is shown this once. Credenza keeps only a digest of it and cannot show it again.</p>
      <div className={classes.line}>
        <span>Organization ID</span>
        <CopyLine value={org} what="Copy organization ID" />
      </div>
      <div className={classes.line}>
        <span>Access key ID</span>
        <CopyLine value={accessKey.accessKeyId} what="Copy access key ID" />
      </div>
      <div className={classes.line}>
        <span>API secret</span>
        <CopyLine value={accessKey.apiSecret} what="Copy API secret" />
      </div>
      <div className={classes.line}>
        <span>Get a token with it</span>
        <CodeBlock code={command} what="Copy token command" wrap />
      </div>
      <div className={classes.end}>
        <Checkbox
          label="I have stored it"
          checked={stored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <Button disabled={!stored} onClick={onStored}>
          Close
        </Button>
      </div>
    </Stack>
  );
}
