import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { kindName } from "../../components/credentials-table/what-stops.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { credentialUsageQuery } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, Usage, UsedBy } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";
import { CallsChart } from "./calls-chart.tsx";
import classes from "./usage-panel.module.css";

/** Who uses it, and how much. */
export function UsagePanel({ credential }: { credential: Credential }) {
  const { id: org } = useOrganization();
  const query = useQuery(credentialUsageQuery(org, credential.id));
  return (
    <Panel title="Used by">
      {query.isPending && <Skeleton height={44} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <UsageBody usage={query.data} />}
    </Panel>
  );
}

function UsageBody({ usage }: { usage: Usage }) {
  const calls = usage.callsLast24Hours;
  return (
    <>
      {usage.usedBy.length === 0 ? (
        <p className={classes.none}>No webhook or integration uses it.</p>
      ) : (
        <ul className={classes.users}>
          {usage.usedBy.map((user) => (
            <li key={user.id}>
              <UserLink user={user} />
              <span>{kindName(user.kind)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.calls}>
        {calls === 0 ? "No calls through the broker" : `${count(calls, "call")} through the broker`} in the last 24
        hours
      </p>
      {usage.calls.length > 0 && <CallsChart calls={usage.calls} />}
    </>
  );
}

function UserLink({ user }: { user: UsedBy }) {
  if (user.kind !== "incomingwebhook") return <strong>{user.name}</strong>;
  return (
    <Link to="/incoming-webhooks/$webhookId" params={{ webhookId: user.id }}>
      {user.name}
    </Link>
  );
}
