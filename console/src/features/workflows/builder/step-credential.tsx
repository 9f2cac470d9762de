import { Anchor, Select } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback } from "react";
import { credentialsQuery } from "../../../lib/api/credentials.ts";
import { useCatalogue } from "../../../lib/api/systems.ts";
import type { StepFunction } from "../../../lib/api/workflow-shapes.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import type { Destination } from "../../../lib/types.ts";

const CredentialDialog = lazy(() =>
  import("../../../components/credential-form/credential-dialog.tsx").then((module) => ({
    default: module.CredentialDialog,
  })),
);

interface StepCredentialProps {
  fn: StepFunction;
  value: string | null;
  error?: string;
  onChange: (id: string | null) => void;
}

/** Credentials that the function can call with; a new one is made here and chosen at once. */
export function StepCredential({ fn, value, error, onChange }: StepCredentialProps) {
  const { id: org, access } = useOrganization();
  const catalogue = useCatalogue(org);
  const [isCreating, creating] = useDisclosure(false);
  const query = useQuery({ ...credentialsQuery(org, { pageSize: 200 }), refetchOnWindowFocus: "always" });
  const wanted = fn.credential?.destinations;
  const fits = useCallback(
    ({ id, direction }: Destination) => (wanted ? wanted.includes(id) : direction === "outgoing"),
    [wanted],
  );
  const fitting = (query.data?.data ?? []).filter(({ destination }) => {
    const known = catalogue.destination(destination);
    return known !== undefined && fits(known);
  });
  return (
    <>
      <Select
        label="Credential"
        searchable
        description={
          access.manage && (
            <>
              It is used, never shown.{" "}
              <Anchor component="button" type="button" inherit onClick={creating.open}>
                Create credential
              </Anchor>
            </>
          )
        }
        placeholder={fitting.length === 0 ? "None fits yet" : "Choose a credential"}
        data={fitting.map(({ id, name, destination }) => ({
          value: id,
          label: `${name} (${catalogue.destinationName(destination)})`,
        }))}
        value={value}
        error={error}
        onChange={onChange}
        comboboxProps={{ withinPortal: false }}
      />
      {isCreating && (
        <Suspense>
          <CredentialDialog
            opened
            fits={fits}
            onClose={creating.close}
            onCreated={({ id }) => {
              onChange(id);
              creating.close();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
