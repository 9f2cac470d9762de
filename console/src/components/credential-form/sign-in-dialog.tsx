import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential } from "../../lib/types.ts";
import { Dialog } from "../dialog.tsx";
import { SignInWait } from "./sign-in-wait.tsx";

interface SignInDialogProps {
  credential: Credential;
  onConnected: (credential: Credential) => void;
  onClose: () => void;
}

/** Makes the sign-in of a credential that waits for it, without leaving the page. */
export function SignInDialog({ credential, onConnected, onClose }: SignInDialogProps) {
  const { id: org } = useOrganization();
  const systemName = useCatalogue(org).systemOf(credential.destination)?.name ?? credential.destination;
  return (
    <Dialog opened onClose={onClose} title={`Connect ${credential.name}`} size={440}>
      <SignInWait
        credential={credential}
        systemName={systemName}
        isBlocked
        onConnected={onConnected}
        onLater={onClose}
      />
    </Dialog>
  );
}
