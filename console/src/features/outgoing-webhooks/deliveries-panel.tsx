import { Button, SegmentedControl } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconInbox } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { Pager } from "../../components/data-table/pager.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { TableSkeleton } from "../../components/data-table/table-skeleton.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { type Delivery, deliveriesQuery, type OutgoingWebhook } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { oneOf } from "../../lib/search.ts";
import { ReplayMany } from "./replay-many.tsx";
import { deliveryState, deliveryStatusOptions, outcomeOf } from "./webhook-state.ts";

const columns: Column<Delivery>[] = [
  {
    id: "event",
    header: "Event",
    phone: "title",
    cell: ({ id, eventName }) => (
      <RowLink
        from="/outgoing-webhooks/$webhookId"
        to="."
        search={(old) => ({ ...old, delivery: id })}
        resetScroll={false}
      >
        {eventName}
      </RowLink>
    ),
  },
  {
    id: "status",
    header: "Status",
    phone: "aside",
    width: "130px",
    cell: (delivery) => {
      const { word, tone } = deliveryState(delivery);
      return <StatusDot tone={tone}>{word}</StatusDot>;
    },
  },
  { id: "outcome", header: "Last attempt", phone: "detail", cell: outcomeOf },
  {
    id: "next",
    header: "Next try",
    phone: "none",
    from: "wide",
    cell: ({ status, nextAttemptAt }) =>
      status === "WAITING" ? <RelativeTime time={ahead(nextAttemptAt)} none="In its turn" /> : "None",
  },
  {
    id: "created",
    header: "Created",
    phone: "detail",
    width: "130px",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
  },
];

/** What is due and has not gone waits for others of its webhook. */
const ahead = (time: string | null): string | null => (time && Date.parse(time) > Date.now() ? time : null);

const choices = [{ value: "all", label: "All" }, ...deliveryStatusOptions];

/** What was sent and what waits, renewed while it is looked at. */
export function DeliveriesPanel({ webhook }: { webhook: OutgoingWebhook }) {
  const { id: org, access } = useOrganization();
  const { show, after, delivery } = useSearch({ from: "/shell/outgoing-webhooks/$webhookId" });
  const navigate = useNavigate({ from: "/outgoing-webhooks/$webhookId" });
  const [asking, dialog] = useDisclosure(false);
  const query = useQuery(deliveriesQuery(org, webhook.id, { status: show, nextToken: after }));
  const rows = query.data?.data ?? [];
  const choose = (value: string) =>
    void navigate({
      search: (old) => ({ ...old, show: oneOf(value, ["WAITING", "DELIVERED", "FAILED"]), after: undefined }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Panel
      title="Deliveries"
      flush
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Show deliveries"
            data={choices}
            value={show ?? "all"}
            onChange={choose}
          />
          {access.manage && rows.length > 0 && (
            <Button variant="default" size="xs" onClick={dialog.open}>
              Replay many
            </Button>
          )}
        </>
      }
    >
      {query.isPending && <TableSkeleton label="Deliveries" rows={3} />}
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && (
        <EmptyState icon={<IconInbox size={20} />} title={show ? "None of these" : "No deliveries yet"}>
          {show
            ? "Choose All to see the others."
            : "Send a test event, or name this webhook in a notification rule. What is sent shows up here by itself."}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Deliveries"
          columns={columns}
          rows={rows}
          nameOf={(row) => row.eventName}
          markedId={delivery}
        />
      )}
      <Pager after={after} nextToken={query.data?.nextToken} rows={rows.length} />
      <ReplayMany webhook={webhook} opened={asking} onClose={dialog.close} />
    </Panel>
  );
}
