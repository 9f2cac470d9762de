import { Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { AccountChoice } from "../../components/account-choice.tsx";
import { Entry } from "../../components/entry.tsx";
import { FormProblem } from "../../components/form-problem.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { type ConnectPage, chooseByConnectLink } from "../../lib/api/connect-links.ts";
import classes from "./connect-page.module.css";
import { useFollow } from "./use-follow.ts";

interface ChooseAccountProps {
  token: string;
  shown: ConnectPage;
  choices: { id: string; name: string }[];
}

/** After a guest's sign-in that was made for several accounts: which of them it is for, and what came of it. */
export function ChooseAccount({ token, shown, choices }: ChooseAccountProps) {
  const { organizationName, systemName, credentialName, expiresAt } = shown;
  const choose = useMutation({ mutationFn: (choice: string) => chooseByConnectLink(token, choice) });
  const follow = useFollow(token);
  if (choose.data?.working) {
    return <Entry title="Connected" lead="Thank you. The access is in place, and you can close this page." />;
  }
  if (choose.data) return <Entry title="Not working yet" lead={refusedLead(systemName)} />;
  return (
    <Entry
      title="Choose the account"
      lead={`You signed in at ${systemName} for several accounts. ${organizationName} uses one of them for “${credentialName}”.`}
    >
      <Stack gap={16}>
        <FormProblem error={choose.error ?? follow.error} />
        <AccountChoice choices={choices} isPending={choose.isPending} onChoose={choose.mutate}>
          <Button variant="default" loading={follow.isPending || follow.isSuccess} onClick={() => follow.mutate()}>
            Sign in again
          </Button>
        </AccountChoice>
        <p className={classes.expiry}>
          Without a choice nothing is connected, and the access is ended <RelativeTime time={expiresAt} />.
        </p>
      </Stack>
    </Entry>
  );
}

const refusedLead = (systemName: string): string =>
  `Your choice is kept, but ${systemName} does not answer for this account as it should. Whoever sent you the link sees why. You can close this page.`;
