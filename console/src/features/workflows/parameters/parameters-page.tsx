import { Button } from "@mantine/core";
import { IconPlus, IconVariable } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import type { Column } from "../../../components/data-table/column.ts";
import { DataTable } from "../../../components/data-table/data-table.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { ListFrame } from "../../../components/list-frame.tsx";
import { notify } from "../../../components/notice.ts";
import { Page } from "../../../components/page.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import {
  deleteParameter,
  type Parameter,
  parametersKey,
  parametersQuery,
} from "../../../lib/api/workflow-parameters.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import { ParameterDialog } from "./parameter-dialog.tsx";

const columns: Column<Parameter>[] = [
  { id: "name", header: "Name", phone: "title", cell: ({ name }) => <strong>{name}</strong> },
  {
    id: "value",
    header: "Value",
    phone: "detail",
    cell: ({ secret, value }) => (secret ? "Sealed" : JSON.stringify(value)),
  },
  {
    id: "description",
    header: "Description",
    phone: "none",
    from: "medium",
    cell: ({ description }) => description ?? "",
  },
  {
    id: "changed",
    header: "Changed",
    phone: "aside",
    width: "140px",
    cell: ({ dtLastModified }) => <RelativeTime time={dtLastModified} />,
  },
];

/** Values that every workflow can read as $params. */
export function ParametersPage() {
  const { id: org, access } = useOrganization();
  const { after } = useSearch({ from: "/shell/workflow-parameters" });
  const [shown, setShown] = useState<{ parameter?: Parameter }>();
  const [doomed, setDoomed] = useState<Parameter>();
  const query = useQuery(parametersQuery(org, { nextToken: after }));
  const create = access.manage && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setShown({})}>
      Create global parameter
    </Button>
  );
  const actions = (parameter: Parameter) => (
    <>
      <Button
        variant="default"
        size="compact-xs"
        aria-label={`Edit ${parameter.name}`}
        onClick={() => setShown({ parameter })}
      >
        Edit
      </Button>
      <Button
        variant="default"
        size="compact-xs"
        c="var(--bad)"
        aria-label={`Delete ${parameter.name}`}
        onClick={() => setDoomed(parameter)}
      >
        Delete
      </Button>
    </>
  );
  return (
    <Page
      title="Global parameters"
      lead="Values that every workflow can read as $params. Secret ones are sealed and masked in runs."
      actions={create}
    >
      <ListFrame
        label="Global parameters"
        query={query}
        after={after}
        icon={<IconVariable size={20} />}
        empty={
          <EmptyState icon={<IconVariable size={20} />} title="No global parameters yet" action={create}>
            Keep here what several workflows need, such as the channel that alerts go to.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="Global parameters"
            columns={columns}
            rows={rows}
            nameOf={({ name }) => name}
            actions={access.manage ? actions : undefined}
            actionsStay
          />
        )}
      </ListFrame>
      <ParameterDialog opened={shown !== undefined} parameter={shown?.parameter} onClose={() => setShown(undefined)} />
      {doomed && <DeleteParameter parameter={doomed} onClose={() => setDoomed(undefined)} />}
    </Page>
  );
}

function DeleteParameter({ parameter, onClose }: { parameter: Parameter; onClose: () => void }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteParameter(org, parameter.id),
    onSuccess: async () => {
      notify({ title: "Global parameter deleted", message: parameter.name });
      onClose();
      await client.invalidateQueries({ queryKey: parametersKey(org) });
    },
  });
  return (
    <ConfirmDialog
      opened
      title={`Delete ${parameter.name}?`}
      confirmLabel="Yes, delete"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      Steps that read $params.{parameter.name} get nothing from then on. This cannot be undone.
    </ConfirmDialog>
  );
}
