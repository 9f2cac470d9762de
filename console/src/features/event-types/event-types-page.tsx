import { IconFileDescription, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/links.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { type EventType, eventTypesQuery } from "../../lib/api/event-types.ts";
import { useOrganization } from "../../lib/organization.tsx";

const columns: Column<EventType>[] = [
  {
    id: "name",
    header: "Event",
    phone: "title",
    cell: ({ id, eventName }) => (
      <RowLink to="/event-types/$eventTypeId" params={{ eventTypeId: id }}>
        {eventName}
      </RowLink>
    ),
  },
  { id: "description", header: "Description", phone: "detail", cell: ({ description }) => description },
  {
    id: "fields",
    header: "Fields",
    phone: "none",
    from: "medium",
    width: "90px",
    cell: ({ fields }) => Object.keys(fields).length,
  },
  {
    id: "changed",
    header: "Changed",
    phone: "aside",
    width: "150px",
    cell: ({ dtLastModified }) => <RelativeTime time={dtLastModified} />,
  },
];

export function EventTypesPage() {
  const { id: org, access } = useOrganization();
  const { after } = useSearch({ from: "/shell/event-types" });
  const query = useQuery(eventTypesQuery(org, { nextToken: after }));
  const action = access.manage && (
    <LinkButton to="/event-types/new" leftSection={<IconPlus size={16} />}>
      Create event type
    </LinkButton>
  );
  return (
    <Page
      title="Event types"
      lead="What the events that you publish hold. One that does not match is refused."
      actions={action}
    >
      <ListFrame
        label="Event types"
        query={query}
        after={after}
        icon={<IconFileDescription size={20} />}
        empty={
          <EmptyState icon={<IconFileDescription size={20} />} title="No event types yet" action={action}>
            Describe an event with a JSON Schema: rules then know its fields before the first one arrives.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable label="Event types" columns={columns} rows={rows} nameOf={({ eventName }) => eventName} />
        )}
      </ListFrame>
    </Page>
  );
}
