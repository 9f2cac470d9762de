import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { DeleteCredential } from "../../components/credentials-table/delete-credential.tsx";
import { useChange } from "../../components/credentials-table/use-credential-actions.ts";
import { EndAction, EndActions } from "../../components/end-actions.tsx";
import type { Credential } from "../../lib/types.ts";

/** How its use ends: for a while, or for good. */
export function EndPanel({ credential }: { credential: Credential }) {
  const [asking, dialog] = useDisclosure(false);
  const change = useChange();
  const navigate = useNavigate();
  const disabled = credential.status === "DISABLED";
  return (
    <EndActions title="Stop using it">
      <EndAction
        title={disabled ? "Enable" : "Disable"}
        hint={
          disabled
            ? "Calls and webhooks may use it again."
            : "Calls and webhooks that use it are refused until you enable it. Nothing is lost."
        }
      >
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate({ credential, verb: disabled ? "enable" : "disable" })}
        >
          {disabled ? "Enable" : "Disable"}
        </Button>
      </EndAction>
      <EndAction title="Delete" hint="You can restore it for 30 days. After that it is destroyed.">
        <Button variant="default" c="var(--bad)" onClick={dialog.open}>
          Delete
        </Button>
      </EndAction>
      <DeleteCredential
        credential={asking ? credential : undefined}
        onClose={dialog.close}
        onDeleted={() => void navigate({ to: "/credentials" })}
      />
    </EndActions>
  );
}
