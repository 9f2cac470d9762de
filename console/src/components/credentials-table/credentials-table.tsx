import { useState } from "react";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { usePhone } from "../../lib/phone.ts";
import type { Credential } from "../../lib/types.ts";
import type { Selection } from "../data-table/column.ts";
import { DataTable } from "../data-table/data-table.tsx";
import { credentialColumns } from "./columns.tsx";
import { DeleteCredential } from "./delete-credential.tsx";
import { RowActions } from "./row-actions.tsx";

interface CredentialsTableProps {
  rows: Credential[];
  selection?: Selection;
  sort?: string;
  onSort?: (by: string) => void;
  markedId?: string;
  /** Without the destination, on the page of one system that has a single one. */
  leaveOut?: string[];
}

/** Credentials as a table with their actions. */
export function CredentialsTable({ rows, selection, sort, onSort, markedId, leaveOut }: CredentialsTableProps) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const [deleting, setDeleting] = useState<Credential>();
  const columns = credentialColumns(catalogue, usePhone()).filter((column) => !leaveOut?.includes(column.id));
  return (
    <>
      <DataTable
        label="Credentials"
        columns={columns}
        rows={rows}
        nameOf={(credential) => credential.name}
        selection={selection}
        sort={sort}
        onSort={onSort}
        markedId={markedId}
        actions={(credential) => (
          <RowActions
            credential={credential}
            testable={catalogue.type(credential.destination, credential.type)?.testable ?? false}
            onDelete={() => setDeleting(credential)}
          />
        )}
      />
      <DeleteCredential credential={deleting} onClose={() => setDeleting(undefined)} />
    </>
  );
}
