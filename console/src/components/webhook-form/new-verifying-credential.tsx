import { useCallback } from "react";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, Destination } from "../../lib/types.ts";
import { CredentialDialog } from "../credential-form/credential-dialog.tsx";
import { incomingDestinations } from "./use-incoming-credentials.ts";

interface NewVerifyingCredentialProps {
  opened: boolean;
  /** What it is called and how it verifies, unless it is said otherwise. */
  wanted?: { type?: string; name?: string };
  onCreated: (credential: Credential) => void;
  onClose: () => void;
}

/** Creates a credential that can verify webhooks. */
export function NewVerifyingCredential({ wanted, ...dialog }: NewVerifyingCredentialProps) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const fits = useCallback(({ id }: Destination) => incomingDestinations(catalogue).includes(id), [catalogue]);
  const types = catalogue.systems.flatMap((system) => system.credentialTypes);
  const place = types.find(({ id }) => id === wanted?.type)?.destinations[0] ?? incomingDestinations(catalogue)[0];
  return <CredentialDialog {...dialog} fits={fits} destination={place} {...wanted} />;
}
