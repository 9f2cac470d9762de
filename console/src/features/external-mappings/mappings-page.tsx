import { ActionIcon, Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowsLeftRight, IconDots, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { CopyButton } from "../../components/copy.tsx";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { DestinationName } from "../../components/destination-name.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchFilter, SelectFilter } from "../../components/filters.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { type ExternalMapping, externalMappingsQuery, mappingOptionsQuery } from "../../lib/api/external-mappings.ts";
import { type Catalogue, useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { DeleteMapping } from "./delete-mapping.tsx";
import { MappingDialog } from "./mapping-dialog.tsx";

const nameOf = ({ m3terEntity, m3terId }: ExternalMapping): string => `${m3terEntity} ${m3terId}`;

const columnsOf = (catalogue: Catalogue): Column<ExternalMapping>[] => [
  { id: "entity", header: "Entity", phone: "title", cell: nameOf },
  {
    id: "system",
    header: "External system",
    phone: "detail",
    cell: ({ externalSystem }) => <DestinationName catalogue={catalogue} destination={externalSystem} />,
  },
  { id: "table", header: "Table", phone: "detail", cell: ({ externalTable }) => externalTable },
  {
    id: "external",
    header: "External ID",
    phone: "aside",
    cell: ({ externalId }) => (
      <>
        <code>{externalId}</code> <CopyButton text={externalId} what="Copy external ID" />
      </>
    ),
  },
  {
    id: "created",
    header: "Created",
    phone: "none",
    from: "medium",
    width: "130px",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
  },
];

export function ExternalMappingsPage() {
  const { id: org, access } = useOrganization();
  const { system, ids, after, entity, entityId, to, table } = useSearch({ from: "/shell/external-mappings" });
  const navigate = useNavigate({ from: "/external-mappings" });
  const catalogue = useCatalogue(org);
  const [creating, create] = useDisclosure(false);
  const [edited, edit] = useState<ExternalMapping>();
  const [deleted, remove] = useState<ExternalMapping>();
  const options = useQuery(mappingOptionsQuery(org)).data;
  const query = useQuery(externalMappingsQuery(org, { externalSystemId: system, m3terIds: ids, nextToken: after }));
  const action = access.manage && (
    <Button leftSection={<IconPlus size={16} />} onClick={create.open}>
      Create external mapping
    </Button>
  );
  return (
    <Page
      title="External mappings"
      lead="Which thing of yours is which in an external system. A mapped entity is changed there, not made twice."
      actions={action}
    >
      <ListFrame
        label="External mappings"
        query={query}
        after={after}
        filtered={Boolean(system || ids)}
        icon={<IconArrowsLeftRight size={20} />}
        bar={
          <>
            <SearchFilter
              label="Search by ID"
              value={ids}
              onChange={(next) => void navigate({ search: { system, ids: next }, replace: true })}
            />
            <SelectFilter
              label="External system"
              value={system}
              options={(options?.externalSystems ?? []).map(({ name }) => ({
                value: name,
                label: catalogue.destinationName(name),
              }))}
              onChange={(next) => void navigate({ search: { system: next, ids } })}
            />
          </>
        }
        empty={
          <EmptyState icon={<IconArrowsLeftRight size={20} />} title="No external mappings yet" action={action}>
            A run that makes something in an external system keeps its ID here. Add those that are there already, so
            that they are not made again.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="External mappings"
            columns={columnsOf(catalogue)}
            rows={rows}
            nameOf={nameOf}
            actions={
              access.manage
                ? (row) => <RowMenu name={nameOf(row)} onEdit={() => edit(row)} onDelete={() => remove(row)} />
                : undefined
            }
          />
        )}
      </ListFrame>
      <MappingDialog opened={creating} onClose={create.close} />
      <MappingDialog
        opened={entityId !== undefined && access.manage}
        known={{
          m3terEntity: entity ?? "Account",
          m3terId: entityId ?? "",
          externalSystem: to ?? "",
          externalTable: table ?? "",
        }}
        onClose={() => void navigate({ search: { system, ids } })}
      />
      <MappingDialog opened={edited !== undefined} mapping={edited} onClose={() => edit(undefined)} />
      <DeleteMapping mapping={deleted} onClose={() => remove(undefined)} />
    </Page>
  );
}

function RowMenu({ name, onEdit, onDelete }: { name: string; onEdit: () => void; onDelete: () => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Actions of ${name}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={14} />} onClick={onEdit}>
          Edit
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash size={14} />} onClick={onDelete}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
