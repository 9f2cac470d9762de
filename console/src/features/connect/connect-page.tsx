import { Button, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Entry } from "../../components/entry.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { connectLinkQuery, type ConnectPage as Shown } from "../../lib/api/connect-links.ts";
import { ChooseAccount } from "./choose-account.tsx";
import classes from "./connect-page.module.css";
import { useFollow } from "./use-follow.ts";

/** What a connect link opens: who asks, for which system, and the way there. Needs no account. */
export function ConnectPage() {
  const { token } = useParams({ from: "/connect/$token" });
  const query = useQuery(connectLinkQuery(token));
  if (query.isPending) {
    return (
      <Entry title="Connect" lead="One moment.">
        <Skeleton height={36} radius={8} />
      </Entry>
    );
  }
  if (!query.data) return <Entry title="This link does not work" lead={query.error?.message ?? ""} />;
  const { choices } = query.data;
  if (choices) return <ChooseAccount token={token} shown={query.data} choices={choices} />;
  return <Connect token={token} shown={query.data} />;
}

function Connect({ token, shown }: { token: string; shown: Shown }) {
  const { organizationName, systemName, destinationName, credentialName, expiresAt } = shown;
  const follow = useFollow(token);
  return (
    <Entry
      title={`Connect ${systemName}`}
      lead={`${organizationName} asks you to sign in at ${systemName} and allow access for “${credentialName}” (${destinationName}). Your password stays at ${systemName}.`}
    >
      <Stack gap={16}>
        <FormProblem error={follow.error} />
        <Button fullWidth loading={follow.isPending || follow.isSuccess} onClick={() => follow.mutate()}>
          Go to {systemName}
        </Button>
        <p className={classes.expiry}>
          The link works once and expires <RelativeTime time={expiresAt} />.
        </p>
      </Stack>
    </Entry>
  );
}
