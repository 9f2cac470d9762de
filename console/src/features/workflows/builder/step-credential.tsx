import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { credentialsQuery } from "../../../lib/api/credentials.ts";
import { useCatalogue } from "../../../lib/api/systems.ts";
import type { StepFunction } from "../../../lib/api/workflows.ts";
import { useOrganization } from "../../../lib/organization.tsx";

interface StepCredentialProps {
  fn: StepFunction;
  value: string | null;
  error?: string;
  onChange: (id: string | null) => void;
}

/** Credentials that the function can call with. A new one is made in a tab of its own and is here when one comes back. */
export function StepCredential({ fn, value, error, onChange }: StepCredentialProps) {
  const { id: org, access } = useOrganization();
  const catalogue = useCatalogue(org);
  const query = useQuery({ ...credentialsQuery(org, { pageSize: 200 }), refetchOnWindowFocus: "always" });
  const wanted = fn.credential?.destinations ?? null;
  const fitting = (query.data?.data ?? []).filter(({ destination }) =>
    wanted ? wanted.includes(destination) : catalogue.destination(destination)?.direction === "outgoing",
  );
  return (
    <Select
      label="Credential"
      searchable
      description={
        access.manage && (
          <>
            It is used, never shown.{" "}
            <Link to="/credentials/new" search={{ destination: wanted?.[0] }} target="_blank">
              Create credential
            </Link>
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
  );
}
