import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SelectFilter } from "../../components/filters.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { notifyProblem } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { type Event, eventsKey, eventsQuery, setActioned } from "../../lib/api/events.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { FollowUpButton } from "./follow-up-button.tsx";

/** What it is about, and the words of the event's own data, where it brings some. */
function messageOf({ m3terEvent }: Event): string {
  const { newDto = {} } = m3terEvent.eventData as { newDto?: Record<string, unknown> };
  const { message, notificationCode, entityType, entityId } = newDto;
  const about = notificationCode ? `Rule ${notificationCode}` : entityType ? `${entityType} ${entityId}` : newDto.name;
  return [about, message].filter((part) => typeof part === "string").join(": ");
}

const columns: Column<Event>[] = [
  {
    id: "name",
    header: "Event",
    phone: "title",
    cell: ({ id, eventName }) => (
      <RowLink to="/events/$eventId" params={{ eventId: id }}>
        {eventName}
      </RowLink>
    ),
  },
  { id: "message", header: "What happened", phone: "detail", cell: messageOf },
  {
    id: "time",
    header: "Date",
    phone: "detail",
    width: "150px",
    cell: (event) => <RelativeTime time={event.eventTime} />,
  },
  {
    id: "actioned",
    header: "Actioned",
    phone: "aside",
    width: "130px",
    cell: ({ dtActioned }) => <RelativeTime time={dtActioned} none="Not yet" />,
  },
];

/** What went wrong between this organization and its systems, and whether somebody has seen to it. */
export function IntegrationEventsPage() {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { all, after } = useSearch({ from: "/shell/integration-events" });
  const filters = { eventType: "IntegrationEvent", includeActioned: all ? "true" : undefined, nextToken: after };
  const query = useQuery(eventsQuery(org, filters));
  const change = useMutation({
    mutationFn: (event: Event) => setActioned(org, event.id, event.dtActioned === null),
    onSuccess: () => client.invalidateQueries({ queryKey: eventsKey(org) }),
    onError: (error) => notifyProblem("The event is as it was", error),
  });
  return (
    <Page
      title="Integration events"
      lead="What went wrong between here and your systems. Mark each when you have seen to it."
    >
      <ListFrame
        label="Integration events"
        query={query}
        after={after}
        icon={<IconAlertTriangle size={20} />}
        filtered={all !== undefined}
        bar={
          <SelectFilter
            label="Waiting"
            value={all}
            options={[{ value: "true", label: "Waiting and actioned" }]}
            onChange={(value) =>
              void navigate({ to: "/integration-events", search: { all: value ? "true" : undefined } })
            }
          />
        }
        empty={
          <EmptyState icon={<IconAlertTriangle size={20} />} title="Nothing waits">
            Errors of integrations show up here, such as a rule that cannot be worked out.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="Integration events"
            columns={columns}
            rows={rows}
            nameOf={(event) => event.eventName}
            actionsStay
            actions={(event) => (
              <>
                <FollowUpButton event={event} />
                <Button
                  variant="default"
                  size="compact-xs"
                  loading={change.isPending && change.variables.id === event.id}
                  onClick={() => change.mutate(event)}
                >
                  {event.dtActioned ? "Mark as waiting" : "Mark as actioned"}
                </Button>
              </>
            )}
          />
        )}
      </ListFrame>
    </Page>
  );
}
