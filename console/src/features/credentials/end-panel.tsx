import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { DeleteCredential } from "../../components/credentials-table/delete-credential.tsx";
import { useChange } from "../../components/credentials-table/use-credential-actions.ts";
import { EndAction, EndActions } from "../../components/end-actions.tsx";
import type { Credential, CredentialType } from "../../lib/types.ts";
import { RotateDialog, secretFields } from "./rotate-dialog.tsx";

/** How its use ends: for a while, or for good. */
export function EndPanel({ credential, type }: { credential: Credential; type: CredentialType | undefined }) {
  const [asking, dialog] = useDisclosure(false);
  const [rotating, rotation] = useDisclosure(false);
  const change = useChange();
  const navigate = useNavigate();
  const disabled = credential.status === "DISABLED";
  return (
    <EndActions title="Change or stop it">
      {type && secretFields(type).length > 0 && (
        <EndAction
          title="Rotate"
          hint="Put a new secret in the place of the old one. The id stays, and so does its use."
        >
          <Button variant="default" onClick={rotation.open}>
            Rotate
          </Button>
          <RotateDialog credential={credential} type={type} opened={rotating} onClose={rotation.close} />
        </EndAction>
      )}
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
