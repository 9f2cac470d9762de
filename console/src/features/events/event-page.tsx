import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CodeBlock, CopyId } from "../../components/copy.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { Facts } from "../../components/facts.tsx";
import { notifyProblem } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { type Event, eventQuery, eventsKey, setActioned } from "../../lib/api/events.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { FollowUpButton } from "./follow-up-button.tsx";

export function EventPage() {
  const { id: org } = useOrganization();
  const { eventId } = useParams({ from: "/shell/events/$eventId" });
  const query = useQuery(eventQuery(org, eventId));
  if (query.isPending) return <PageSkeleton title="Event" />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <EventDetails event={query.data} />;
}

function EventDetails({ event }: { event: Event }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => setActioned(org, event.id, event.dtActioned === null),
    onSuccess: () => client.invalidateQueries({ queryKey: eventsKey(org) }),
    onError: (error) => notifyProblem("The event is as it was", error),
  });
  const { newDto, oldDto, ...others } = event.m3terEvent.eventData;
  const parts: [title: string, value: unknown][] = [
    ["After", newDto],
    ["Before", oldDto],
    ["Other data", Object.keys(others).length > 0 ? others : undefined],
  ];
  return (
    <Page
      title={event.eventName}
      parent={{ label: "Events", to: "/events" }}
      width="detail"
      lead={<RelativeTime time={event.eventTime} />}
      actions={
        <>
          <FollowUpButton event={event} size="sm" />
          <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
            {event.dtActioned ? "Mark as waiting" : "Mark as actioned"}
          </Button>
        </>
      }
    >
      <Panel title="Details">
        <Facts
          facts={[
            { label: "ID", value: <CopyId id={event.id} /> },
            { label: "Actioned", value: <RelativeTime time={event.dtActioned} none="Not yet" /> },
          ]}
        />
      </Panel>
      {parts.map(
        ([title, value]) =>
          value !== undefined && (
            <Panel key={title} title={title}>
              <CodeBlock code={JSON.stringify(value, null, 2)} what={`Copy data ${title.toLowerCase()}`} />
            </Panel>
          ),
      )}
    </Page>
  );
}
