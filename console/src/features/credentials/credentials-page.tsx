import { IconKey, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { CredentialsTable } from "../../components/credentials-table/credentials-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/links.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { credentialsQuery } from "../../lib/api/credentials.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { CredentialFilterBar } from "./credential-filters.tsx";

export function CredentialsPage() {
  const { id: org, access } = useOrganization();
  const search = useSearch({ from: "/shell/credentials" });
  const navigate = useNavigate({ from: "/credentials" });
  const createdId = useLocation({ select: (location) => location.state.createdId });
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const { show, after, sort, q, destination, type, status } = search;
  const filters = { q, destination, type, status };
  const deleted = show === "deleted";
  const query = useQuery(credentialsQuery(org, { ...filters, deleted: deleted || undefined, sort, nextToken: after }));
  const rows = query.data?.data ?? [];
  const chosen = rows.filter((row) => selected.has(row.id));
  const orderBy = (by: string) =>
    void navigate({
      search: (old) => ({ ...old, sort: by === "name" || by === "lastUsed" ? by : undefined, after: undefined }),
    });
  const create = access.manage && (
    <LinkButton to="/credentials/new" leftSection={<IconPlus size={16} />}>
      Create credential
    </LinkButton>
  );
  const bar =
    chosen.length > 0 ? (
      <BulkBar credentials={chosen} onDone={() => setSelected(new Set())} />
    ) : (
      <CredentialFilterBar search={search} />
    );
  return (
    <Page
      title={deleted ? "Deleted credentials" : "Credentials"}
      parent={deleted ? { label: "Credentials", to: "/credentials" } : undefined}
      lead={
        deleted
          ? "Deleted credentials can be restored for 30 days. Then they are destroyed."
          : "What Credenza signs in with on your behalf. Values are sealed and never shown again."
      }
      actions={deleted ? undefined : create}
    >
      <ListFrame
        label="Credentials"
        query={query}
        after={after}
        icon={<IconKey size={20} />}
        filtered={Object.values(filters).some(Boolean)}
        bar={bar}
        empty={<Nothing deleted={deleted} create={create} />}
      >
        {(list) => (
          <CredentialsTable
            rows={list}
            sort={sort ?? "created"}
            onSort={orderBy}
            markedId={createdId}
            selection={deleted || !access.manage ? undefined : { ids: selected, onChange: setSelected }}
          />
        )}
      </ListFrame>
    </Page>
  );
}

function Nothing({ deleted, create }: { deleted: boolean; create: React.ReactNode }) {
  if (deleted) {
    return (
      <EmptyState icon={<IconTrash size={20} />} title="No deleted credentials">
        A deleted credential stays here for 30 days.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconKey size={20} />}
      title="No credentials yet"
      action={
        <>
          {create}
          <LinkButton to="/credentials" search={{ show: "deleted" }} variant="default">
            Show deleted
          </LinkButton>
        </>
      }
    >
      A credential lets Credenza call a system for you, or check that a webhook comes from where it says. Create the
      first one: it is tested when you save it.
    </EmptyState>
  );
}
