import { Anchor } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useCallback } from "react";
import { type Catalogue, useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, Destination } from "../../lib/types.ts";
import { CredentialDialog } from "../credential-form/credential-dialog.tsx";
import { Mark } from "../mark.tsx";
import { SearchSelect } from "../search-select.tsx";
import classes from "./credential-picker.module.css";
import { incomingDestinations } from "./use-incoming-credentials.ts";

interface CredentialPickerProps {
  credentials: Credential[];
  value: string | null;
  error?: string;
  /** What a new one is called and how it verifies, unless it is said otherwise. */
  wanted?: { type?: string; name?: string };
  onChange: (id: string | null) => void;
}

/** Which credential verifies; a new one is made in place. */
export function CredentialPicker({ credentials, value, error, wanted, onChange }: CredentialPickerProps) {
  const { id: org, access } = useOrganization();
  const catalogue = useCatalogue(org);
  const [isCreating, creating] = useDisclosure(false);
  const byId = new Map(credentials.map((credential) => [credential.id, credential]));
  const chosen = value ? byId.get(value) : undefined;
  return (
    <>
      <SearchSelect
        label="Credential"
        description={
          <>
            It verifies what arrives.{" "}
            {access.manage && (
              <Anchor inherit component="button" type="button" onClick={creating.open}>
                Create credential
              </Anchor>
            )}
          </>
        }
        placeholder={credentials.length === 0 ? "No credential can verify webhooks yet" : "Choose a credential"}
        data={credentials.map(({ id, name }) => ({ value: id, label: name }))}
        value={value}
        error={error}
        onChange={onChange}
        nothingFoundMessage="No credential has this name"
        leftSection={chosen ? <Mark system={catalogue.systemOf(chosen.destination)} /> : undefined}
        leftSectionPointerEvents="none"
        renderOption={({ option }) => {
          const credential = byId.get(option.value);
          return (
            <span className={classes.option}>
              <Mark system={credential && catalogue.systemOf(credential.destination)} />
              <span>{option.label}</span>
              <span className={classes.type}>
                {credential && catalogue.typeName(credential.destination, credential.type)}
              </span>
            </span>
          );
        }}
      />
      <NewCredential
        catalogue={catalogue}
        opened={isCreating}
        wanted={wanted}
        onCreated={({ id }) => {
          onChange(id);
          creating.close();
        }}
        onClose={creating.close}
      />
    </>
  );
}

interface NewCredentialProps {
  catalogue: Catalogue;
  opened: boolean;
  wanted: CredentialPickerProps["wanted"];
  onCreated: (credential: Credential) => void;
  onClose: () => void;
}

function NewCredential({ catalogue, wanted, ...dialog }: NewCredentialProps) {
  const fits = useCallback(({ id }: Destination) => incomingDestinations(catalogue).includes(id), [catalogue]);
  const types = catalogue.systems.flatMap((system) => system.credentialTypes);
  const place = types.find(({ id }) => id === wanted?.type)?.destinations[0] ?? incomingDestinations(catalogue)[0];
  return <CredentialDialog {...dialog} fits={fits} destination={place} {...wanted} />;
}
