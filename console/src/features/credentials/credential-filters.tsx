import { Anchor } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { SearchFilter, SelectFilter } from "../../components/filters.tsx";
import { BarEnd } from "../../components/list-frame.tsx";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { statusOptions } from "../../lib/words.ts";
import classes from "./credential-filters.module.css";

interface CredentialSearch {
  q?: string;
  destination?: string;
  type?: string;
  status?: string;
  show?: "deleted";
}

/** Search and filters of the list; all of them live in the URL. */
export function CredentialFilterBar({ search }: { search: CredentialSearch }) {
  const { id: org } = useOrganization();
  const { systems } = useCatalogue(org);
  const navigate = useNavigate({ from: "/credentials" });
  const put = (change: CredentialSearch, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...change, after: undefined }), replace });
  const destinations = systems.flatMap((system) =>
    system.destinations.map(({ id, name }) => ({ value: id, label: name })),
  );
  const types = new Map(
    systems.flatMap((system) => system.credentialTypes.map((type) => [type.id, type.name] as const)),
  );
  return (
    <>
      <SearchFilter label="Search by name" value={search.q} onChange={(q) => put({ q }, true)} />
      <SelectFilter
        label="Destination"
        value={search.destination}
        options={destinations}
        onChange={(destination) => put({ destination })}
      />
      <SelectFilter
        label="Type"
        value={search.type}
        options={[...types].map(([value, label]) => ({ value, label }))}
        onChange={(type) => put({ type })}
      />
      <SelectFilter
        label="Status"
        value={search.status}
        options={statusOptions}
        onChange={(status) => put({ status })}
      />
      {search.show !== "deleted" && (
        <BarEnd>
          <Anchor
            className={classes.deleted}
            size="sm"
            underline="hover"
            renderRoot={(props) => <Link {...props} to="/credentials" search={{ show: "deleted" }} />}
          >
            Deleted
          </Anchor>
        </BarEnd>
      )}
    </>
  );
}
