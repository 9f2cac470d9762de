import { CopyId } from "../../components/copy.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { CredentialLink } from "../../components/thing-links.tsx";
import type { Catalogue } from "../../lib/api/systems.ts";
import type { Credential, CredentialType } from "../../lib/types.ts";
import { Sealed } from "./sealed.tsx";

interface CredentialFactsProps {
  credential: Credential;
  catalogue: Catalogue;
  type: CredentialType | undefined;
}

function fieldFacts(credential: Credential, type: CredentialType | undefined): Fact[] {
  return (type?.fields ?? []).map((field) => {
    if (field.secret) {
      return { label: field.label, value: credential.sealedFields.includes(field.name) ? <Sealed /> : "Not given" };
    }
    const value = credential[field.name];
    if (field.kind === "credential" && typeof value === "string")
      return { label: field.label, value: <CredentialLink id={value} /> };
    return { label: field.label, value: value === undefined || value === "" ? "Not given" : String(value) };
  });
}

/** What it is. Secrets stand as sealed: there is nothing to reveal. */
export function CredentialFacts({ credential, catalogue, type }: CredentialFactsProps) {
  const facts: Fact[] = [
    { label: "ID", value: <CopyId id={credential.id} whole /> },
    { label: "Type", value: catalogue.typeName(credential.destination, credential.type) },
    ...fieldFacts(credential, type),
    {
      label: "Created",
      value: (
        <>
          <RelativeTime time={credential.dtCreated} />
          {credential.createdByName && ` by ${credential.createdByName}`}
        </>
      ),
    },
    { label: "Last success", value: <RelativeTime time={credential.lastSuccessAt} none="None yet" /> },
    { label: "Last failure", value: <LastFailure credential={credential} /> },
    { label: "Last used", value: <RelativeTime time={credential.lastUsedAt} /> },
    { label: "Expires", value: <RelativeTime time={credential.expiresAt} none="No date known" /> },
  ];
  if (credential.dtDeleted) facts.push({ label: "Deleted", value: <RelativeTime time={credential.dtDeleted} /> });
  return (
    <Panel title="Details">
      <Facts facts={facts} />
    </Panel>
  );
}

function LastFailure({ credential }: { credential: Credential }) {
  if (!credential.lastFailureAt) return "None";
  return (
    <>
      <RelativeTime time={credential.lastFailureAt} />
      {credential.lastFailure && `: ${credential.lastFailure}`}
    </>
  );
}
