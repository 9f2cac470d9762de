import { Anchor } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential } from "../../lib/types.ts";
import { Mark } from "../mark.tsx";
import { SearchSelect } from "../search-select.tsx";
import classes from "./credential-picker.module.css";
import { NewVerifyingCredential } from "./new-verifying-credential.tsx";

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
        clearable
        description={
          <>
            It verifies what arrives. Does the sender give its secret only for a URL, as Stripe does? Then leave this
            empty, and add it once you have the secret.{" "}
            {access.manage && (
              <Anchor inherit component="button" type="button" onClick={creating.open}>
                Create credential
              </Anchor>
            )}
          </>
        }
        placeholder={credentials.length === 0 ? "None yet" : "Choose a credential, or add it later"}
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
      <NewVerifyingCredential
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
