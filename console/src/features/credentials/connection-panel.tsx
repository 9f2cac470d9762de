import { Button, Group, Stack } from "@mantine/core";
import { IconExternalLink, IconLink } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { AccountChoice } from "../../components/account-choice.tsx";
import { CopyLine } from "../../components/copy.tsx";
import { tellConnected } from "../../components/credential-form/tell-created.ts";
import { useSignIn } from "../../components/credential-form/use-sign-in.ts";
import { useForgetCredentials } from "../../components/credentials-table/use-credential-actions.ts";
import { notifyProblem } from "../../components/notice.ts";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { chooseAccount, makeConnectLink } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential } from "../../lib/types.ts";

interface ConnectionPanelProps {
  credential: Credential;
  systemName: string;
}

const leads: Partial<Record<Credential["status"], string>> = {
  PENDING: "Nothing is connected yet. Finish the sign-in, or it is removed.",
  REVOKED: "The connection has ended. Sign in again: the credential keeps its id, and everything that uses it goes on.",
  UNCERTAIN: "An answer was lost, so the connection may have ended. Test it, or sign in again.",
};

/** A sign-in by redirect: begun, begun again, or left to someone else. */
export function ConnectionPanel({ credential, systemName }: ConnectionPanelProps) {
  const { id: org } = useOrganization();
  const signIn = useSignIn();
  const link = useMutation({
    mutationFn: () => makeConnectLink(org, credential.id),
    onError: (error) => notifyProblem("The link could not be made", error),
  });
  const isConnected = leads[credential.status] === undefined;
  if (credential.choices) return <Choice credential={credential} choices={credential.choices} />;
  return (
    <Panel title="Connection" hint={leads[credential.status] ?? `Signed in at ${systemName}.`}>
      <Stack gap={16}>
        <Group gap={8}>
          <Button
            variant={isConnected ? "default" : "filled"}
            leftSection={<IconExternalLink size={16} />}
            loading={signIn.isPending || signIn.isSuccess}
            onClick={() => signIn.mutate(credential.id)}
          >
            {credential.status === "PENDING" ? `Go to ${systemName}` : `Connect again at ${systemName}`}
          </Button>
          <Button
            variant="default"
            leftSection={<IconLink size={16} />}
            loading={link.isPending}
            onClick={() => link.mutate()}
          >
            Make a connect link
          </Button>
        </Group>
        {link.data && (
          <div>
            <p>
              Send this link to the person who signs in at {systemName}. It works once, without an account here, and
              expires <RelativeTime time={link.data.expiresAt} />.
            </p>
            <CopyLine value={link.data.url} what="Copy connect link" />
          </div>
        )}
      </Stack>
    </Panel>
  );
}

function Choice({ credential, choices }: { credential: Credential; choices: { id: string; name: string }[] }) {
  const { id: org } = useOrganization();
  const forget = useForgetCredentials();
  const choose = useMutation({
    mutationFn: (choice: string) => chooseAccount(org, credential.id, choice),
    onSuccess: async (connected) => {
      tellConnected(connected);
      await forget();
    },
    onError: (error) => notifyProblem("The account could not be chosen", error),
  });
  return (
    <Panel title="Choose the account" hint={<ChoiceHint {...credential} />}>
      <AccountChoice choices={choices} isPending={choose.isPending} onChoose={choose.mutate} />
    </Panel>
  );
}

function ChoiceHint({ pendingUntil }: Credential) {
  return (
    <>
      The sign-in was made for several. This credential is for one of them.
      {pendingUntil && (
        <>
          {" "}
          Without a choice it is removed <RelativeTime time={pendingUntil} />, and its access is ended.
        </>
      )}
    </>
  );
}
