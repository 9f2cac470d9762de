import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Mark } from "../../components/mark.tsx";
import { SearchSelect } from "../../components/search-select.tsx";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential } from "../../lib/types.ts";
import classes from "./credential-picker.module.css";

interface CredentialPickerProps {
  credentials: Credential[];
  value: string | null;
  error?: string;
  /** Typed so far; it comes back after a credential has been created. */
  webhookName?: string;
  canCreate: boolean;
  onChange: (id: string | null) => void;
}

/** Which credential verifies; a new one can be made without losing one's place. */
export function CredentialPicker(props: CredentialPickerProps) {
  const { credentials, value, error, webhookName, canCreate, onChange } = props;
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const byId = new Map(credentials.map((credential) => [credential.id, credential]));
  const chosen = value ? byId.get(value) : undefined;
  const first = catalogue.systems.flatMap((system) => system.credentialTypes).find((type) => type.incoming)
    ?.destinations[0];
  return (
    <SearchSelect
      label="Credential"
      description={
        <>
          It verifies what arrives.{" "}
          {canCreate && (
            <Anchor
              inherit
              renderRoot={(anchor) => (
                <Link
                  {...anchor}
                  to="/credentials/new"
                  search={{ destination: first, for: "incoming-webhook", webhookName: webhookName || undefined }}
                />
              )}
            >
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
  );
}
