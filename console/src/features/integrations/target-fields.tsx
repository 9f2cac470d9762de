import { Anchor, Autocomplete, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { CredentialDialog } from "../../components/credential-form/credential-dialog.tsx";
import { SearchSelect } from "../../components/search-select.tsx";
import { systemCredentialsQuery } from "../../lib/api/credentials.ts";
import type { Preset } from "../../lib/api/integrations.ts";
import { outgoingWebhooksQuery } from "../../lib/api/outgoing-webhooks.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Destination } from "../../lib/types.ts";
import type { Draft } from "./form-state.ts";

export interface DraftFieldsProps {
  draft: Draft;
  faults: Record<string, string | undefined>;
  onChange: (change: Partial<Draft>) => void;
}

const entityTypes = ["Bill", "Account", "Contract", "Notification"];

interface TargetFieldsProps extends DraftFieldsProps {
  preset: Preset | undefined;
}

/** What goes where, and with which credential. */
export function TargetFields({ draft, faults, preset, onChange }: TargetFieldsProps) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const system = catalogue.systemOf(draft.destination);
  const destinations = (system?.destinations ?? []).filter(canBeCalled);
  return (
    <>
      <TextInput
        label="Name"
        maxLength={200}
        value={draft.name}
        error={faults.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Autocomplete
        label="What is sent"
        description={
          draft.preset === null
            ? "An entity that events are about. Write a type of your own where you publish such events."
            : "The mapping below says it. Choose My own there to send something else."
        }
        readOnly={draft.preset !== null}
        data={entityTypes}
        comboboxProps={{ withinPortal: false }}
        value={draft.entityType}
        error={faults.entityType}
        onChange={(entityType) => onChange({ entityType })}
      />
      {destinations.length > 1 && (
        <SearchSelect
          label="Destination"
          data={destinations.map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.destination}
          error={faults.destination}
          onChange={(id) => id && onChange({ destination: id, credentialId: null })}
        />
      )}
      {draft.destination === "WEBHOOK" ? (
        <WebhookField draft={draft} faults={faults} onChange={onChange} />
      ) : (
        <CredentialField draft={draft} faults={faults} preset={preset} onChange={onChange} />
      )}
    </>
  );
}

export const canBeCalled = ({ id, direction }: Destination): boolean => direction === "outgoing" || id === "WEBHOOK";

function CredentialField({ draft, faults, preset, onChange }: TargetFieldsProps) {
  const { id: org, access } = useOrganization();
  const [creating, dialog] = useDisclosure(false);
  const types = preset?.credentialTypes;
  const all = useQuery(systemCredentialsQuery(org, [draft.destination])).data ?? [];
  const credentials = all.filter(({ type }) => !types || types.includes(type));
  return (
    <>
      <SearchSelect
        label="Credential"
        description={
          <>
            The calls are made with it.{" "}
            {access.manage && (
              <Anchor inherit component="button" type="button" onClick={dialog.open}>
                Create credential
              </Anchor>
            )}
          </>
        }
        placeholder={
          credentials.length === 0
            ? types
              ? "There is none that this mapping can use yet"
              : "There is none for this destination yet"
            : "Choose a credential"
        }
        data={credentials.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.credentialId}
        error={faults.integrationCredentialsId}
        onChange={(credentialId) => onChange({ credentialId })}
      />
      <CredentialDialog
        opened={creating}
        fits={({ id }) => id === draft.destination}
        onCreated={({ id }) => {
          onChange({ credentialId: id });
          dialog.close();
        }}
        onClose={dialog.close}
      />
    </>
  );
}

function WebhookField({ draft, faults, onChange }: DraftFieldsProps) {
  const { id: org } = useOrganization();
  const webhooks = useQuery(outgoingWebhooksQuery(org, { pageSize: 200 })).data?.data ?? [];
  return (
    <SearchSelect
      label="Outgoing webhook"
      description="It gets the event, signed."
      placeholder={webhooks.length === 0 ? "There is none yet" : "Choose an outgoing webhook"}
      data={webhooks.map(({ id, name }) => ({ value: id, label: name }))}
      value={draft.destinationId}
      error={faults.destinationId}
      onChange={(destinationId) => onChange({ destinationId })}
    />
  );
}
