import { IconBolt } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SelectFilter } from "../../components/filters.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { type Event, eventNamesQuery, eventsQuery } from "../../lib/api/events.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { FollowUpButton } from "./follow-up-button.tsx";

const columns: Column<Event>[] = [
  {
    id: "name",
    header: "Name",
    phone: "title",
    cell: ({ id, eventName }) => (
      <RowLink to="/events/$eventId" params={{ eventId: id }}>
        {eventName}
      </RowLink>
    ),
  },
  {
    id: "time",
    header: "Date",
    phone: "detail",
    width: "200px",
    cell: (event) => <RelativeTime time={event.eventTime} />,
  },
  {
    id: "actioned",
    header: "Actioned",
    phone: "aside",
    width: "160px",
    cell: ({ dtActioned }) => <RelativeTime time={dtActioned} none="Not yet" />,
  },
];

export function EventsPage() {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const { name, all, after } = useSearch({ from: "/shell/events" });
  const names = useQuery(eventNamesQuery(org));
  const query = useQuery(
    eventsQuery(org, { eventName: name, includeActioned: all ? "true" : undefined, nextToken: after }),
  );
  return (
    <Page title="Events" lead="What happened in this organization. Events are kept for four weeks.">
      <ListFrame
        label="Events"
        query={query}
        after={after}
        icon={<IconBolt size={20} />}
        filtered={name !== undefined}
        bar={
          <>
            <SelectFilter
              label="Event name"
              value={name}
              options={(names.data?.events ?? []).map((value) => ({ value, label: value }))}
              onChange={(value) => void navigate({ to: "/events", search: { name: value, all } })}
            />
            <SelectFilter
              label="Waiting"
              value={all}
              options={[{ value: "true", label: "Waiting and actioned" }]}
              onChange={(value) => void navigate({ to: "/events", search: { name, all: value ? "true" : undefined } })}
            />
          </>
        }
        empty={
          <EmptyState icon={<IconBolt size={20} />} title="No events yet">
            Publish one with POST /organizations/{org}/events, or change a credential.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="Events"
            columns={columns}
            rows={rows}
            nameOf={(event) => event.eventName}
            actionsStay
            actions={(event) => <FollowUpButton event={event} />}
          />
        )}
      </ListFrame>
    </Page>
  );
}
