import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { kindName } from "../../components/credentials-table/what-stops.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { LinkButton } from "../../components/links.tsx";
import { Panel } from "../../components/panel.tsx";
import { credentialUsageQuery } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { pageOf } from "../../lib/page-of.ts";
import type { Credential, CredentialType, Usage, UsedBy } from "../../lib/types.ts";
import { count } from "../../lib/words.ts";
import { CallsChart } from "./calls-chart.tsx";
import classes from "./usage-panel.module.css";

/** Who uses it, and how much. */
export function UsagePanel({ credential, type }: { credential: Credential; type?: CredentialType }) {
  const { id: org, access } = useOrganization();
  const query = useQuery(credentialUsageQuery(org, credential.id));
  const mayVerify = type?.incoming && access.manage && credential.status !== "DISABLED" && !credential.dtDeleted;
  return (
    <Panel
      title="Used by"
      actions={
        mayVerify && (
          <LinkButton to="/incoming-webhooks/new" search={{ credential: credential.id }} variant="default" size="xs">
            Create incoming webhook
          </LinkButton>
        )
      }
    >
      {query.isPending && <Skeleton height={44} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <UsageBody usage={query.data} isCalled={!type?.incoming} />}
    </Panel>
  );
}

/** Calls are made with it, or what comes in is checked with it. */
function UsageBody({ usage, isCalled }: { usage: Usage; isCalled: boolean }) {
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
      <p className={classes.calls}>{wordsOfUse(usage.callsLast24Hours, isCalled)} in the last 24 hours</p>
      {usage.calls.length > 0 && <CallsChart calls={usage.calls} />}
    </>
  );
}

function wordsOfUse(uses: number, isCalled: boolean): string {
  if (isCalled) return uses === 0 ? "No calls through the broker" : `${count(uses, "call")} through the broker`;
  return uses === 0 ? "No requests checked" : `${count(uses, "request")} checked`;
}

function UserLink({ user }: { user: UsedBy }) {
  const page = pageOf(user.kind, user.id);
  return page ? <Link {...page}>{user.name}</Link> : <strong>{user.name}</strong>;
}
