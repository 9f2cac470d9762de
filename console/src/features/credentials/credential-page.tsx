import { Button } from "@mantine/core";
import { IconArrowBackUp, IconPlayerPlay, IconPlugConnected } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useChange, useTest } from "../../components/credentials-table/use-credential-actions.ts";
import { ErrorPage } from "../../components/error-state.tsx";
import { Mark } from "../../components/mark.tsx";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { credentialQuery } from "../../lib/api/credentials.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, TestResult } from "../../lib/types.ts";
import { BrokerPanel } from "./broker-panel.tsx";
import { ConnectionPanel } from "./connection-panel.tsx";
import { CredentialActivity } from "./credential-activity.tsx";
import { CredentialFacts } from "./credential-facts.tsx";
import { EndPanel } from "./end-panel.tsx";
import { PastePanel } from "./paste-panel.tsx";
import { StatusBanner } from "./status-banner.tsx";
import { UsagePanel } from "./usage-panel.tsx";
import { useTellSignIn } from "./use-tell-sign-in.ts";

export function CredentialPage() {
  const { id: org } = useOrganization();
  const { credentialId } = useParams({ from: "/shell/credentials/$credentialId" });
  const query = useQuery(credentialQuery(org, credentialId));
  if (query.isPending) return <PageSkeleton title="Credential" panels={3} />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <CredentialDetails key={credentialId} credential={query.data} />;
}

function CredentialDetails({ credential }: { credential: Credential }) {
  const { id: org, access } = useOrganization();
  const catalogue = useCatalogue(org);
  const type = catalogue.type(credential.destination, credential.type);
  const [result, setResult] = useState<TestResult>();
  const test = useTest((_, verdict) => setResult(verdict));
  const outgoing = catalogue.destination(credential.destination)?.direction === "outgoing" && !type?.app;
  const usable = !credential.dtDeleted && credential.status !== "DISABLED" && credential.status !== "PENDING";
  useTellSignIn(credential);
  return (
    <Page
      title={credential.name}
      parent={{ label: "Credentials", to: "/credentials" }}
      width="detail"
      mark={<Mark system={catalogue.systemOf(credential.destination)} size={40} />}
      lead={`${catalogue.destinationName(credential.destination)} · ${catalogue.typeName(credential.destination, credential.type)}`}
      actions={
        <PrimaryAction
          credential={credential}
          testable={type?.testable === true}
          testing={test.isPending}
          onTest={() => test.mutate(credential)}
        />
      }
    >
      <StatusBanner credential={credential} type={type} result={result} testing={test.isPending} />
      {type?.signIn && access.manage && !credential.dtDeleted && (
        <ConnectionPanel
          credential={credential}
          systemName={catalogue.systemOf(credential.destination)?.name ?? credential.destination}
        />
      )}
      {type?.paste && !credential.dtDeleted && <PastePanel credential={credential} paste={type.paste} />}
      <CredentialFacts credential={credential} catalogue={catalogue} type={type} />
      <UsagePanel credential={credential} type={type} />
      {outgoing && usable && access.use && <BrokerPanel credential={credential} checked={result?.checked} />}
      <CredentialActivity credential={credential} />
      {access.manage && !credential.dtDeleted && <EndPanel credential={credential} type={type} />}
    </Page>
  );
}

interface PrimaryActionProps {
  credential: Credential;
  testable: boolean;
  testing: boolean;
  onTest: () => void;
}

/** The one thing to do now: test it, or bring it back. */
function PrimaryAction({ credential, testable, testing, onTest }: PrimaryActionProps) {
  const { access } = useOrganization();
  const change = useChange();
  if (credential.dtDeleted || credential.status === "DISABLED") {
    if (!access.manage) return null;
    const verb = credential.dtDeleted ? "restore" : "enable";
    return (
      <Button
        loading={change.isPending}
        leftSection={verb === "restore" ? <IconArrowBackUp size={16} /> : <IconPlugConnected size={16} />}
        onClick={() => change.mutate({ credential, verb })}
      >
        {verb === "restore" ? "Restore" : "Enable"}
      </Button>
    );
  }
  if (!testable || credential.status === "PENDING") return null;
  return (
    <Button loading={testing} leftSection={<IconPlayerPlay size={16} />} onClick={onTest}>
      Test
    </Button>
  );
}
