import { Button, Group, Stack } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { credentialQuery } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential } from "../../lib/types.ts";
import { statusOf } from "../../lib/words.ts";
import { useForgetCredentials } from "../credentials-table/use-credential-actions.ts";
import { notify } from "../notice.ts";
import { StatusDot } from "../status-dot.tsx";
import { openSignInWindow } from "./sign-in-window.ts";
import { useSignInElsewhere } from "./use-sign-in.ts";

const lookMs = 1500;

interface SignInWaitProps {
  credential: Credential;
  systemName: string;
  /** No window was allowed, or none was asked for yet. */
  isBlocked: boolean;
  onConnected: (credential: Credential) => void;
  onLater: () => void;
}

/** Connected by a sign-in, with nothing left to choose. */
export const isConnected = ({ status, choices }: Credential): boolean =>
  status !== "PENDING" && status !== "REVOKED" && !choices;

/** Waits for a sign-in that goes on in another window, and goes on by itself once it is made. */
export function SignInWait({ credential, systemName, isBlocked, onConnected, onLater }: SignInWaitProps) {
  const { id: org } = useOrganization();
  const forget = useForgetCredentials();
  const signIn = useSignInElsewhere();
  const { data: current = credential } = useQuery({
    ...credentialQuery(org, credential.id),
    refetchInterval: lookMs,
    /** The other window may hide this one. */
    refetchIntervalInBackground: true,
  });
  const isOver = isConnected(current);
  const finish = useEffectEvent(() => {
    const { word, tone } = statusOf(current);
    notify({ title: `${current.name} is connected`, message: `${word}.`, tone });
    void forget();
    onConnected(current);
  });
  useEffect(() => {
    if (isOver) finish();
  }, [isOver]);
  const hasOpened = !isBlocked || signIn.isSuccess;
  return (
    <Stack gap={16}>
      <p>
        {hasOpened
          ? `Sign in at ${systemName} in the window that has opened, and allow the access. This page goes on by itself.`
          : `${systemName} asks you to sign in and to allow the access. That opens a window of its own.`}
      </p>
      {current.choices && <p>The sign-in was made for several accounts. Choose one in that window.</p>}
      {current.lastFailure && <StatusDot tone="bad">{current.lastFailure}</StatusDot>}
      {hasOpened && !current.lastFailure && <StatusDot tone="warn">Waiting for the sign-in</StatusDot>}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onLater}>
          Finish later
        </Button>
        <Button
          variant={hasOpened ? "default" : "filled"}
          leftSection={<IconExternalLink size={16} />}
          loading={signIn.isPending}
          onClick={() => signIn.mutate({ credentialId: credential.id, opened: openSignInWindow() })}
        >
          {hasOpened ? "Open the window again" : `Go to ${systemName}`}
        </Button>
      </Group>
    </Stack>
  );
}
