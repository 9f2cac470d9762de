import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Activity } from "../../components/activity.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { credentialAuditQuery } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential } from "../../lib/types.ts";

/** What changed, and by whom. */
export function CredentialActivity({ credential }: { credential: Credential }) {
  const { id: org } = useOrganization();
  const query = useQuery(credentialAuditQuery(org, credential.id));
  return (
    <Panel title="Activity">
      {query.isPending && <Skeleton height={72} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Activity events={query.data.data} />}
    </Panel>
  );
}
