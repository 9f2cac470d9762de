import { SegmentedControl } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { Pager } from "../../components/data-table/pager.tsx";
import { TableSkeleton } from "../../components/data-table/table-skeleton.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorState } from "../../components/error-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { messagesQuery } from "../../lib/api/incoming-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { oneOf } from "../../lib/search.ts";
import type { IncomingWebhook } from "../../lib/types.ts";
import { messageColumns } from "./message-columns.tsx";

const choices = [
  { value: "all", label: "All" },
  { value: "accepted", label: "Accepted" },
  { value: "rejected", label: "Rejected" },
];

/** What arrived, renewed while it is looked at. */
export function MessagesPanel({ webhook }: { webhook: IncomingWebhook }) {
  const { id: org } = useOrganization();
  const { show, after, message } = useSearch({ from: "/shell/incoming-webhooks/$webhookId" });
  const navigate = useNavigate({ from: "/incoming-webhooks/$webhookId" });
  const query = useQuery(messagesQuery(org, webhook.id, { status: show, nextToken: after }));
  const rows = query.data?.data ?? [];
  const choose = (value: string) =>
    void navigate({
      search: (old) => ({ ...old, show: oneOf(value, ["accepted", "rejected"]), after: undefined }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Panel
      title="Messages"
      flush
      actions={
        <SegmentedControl size="xs" aria-label="Show messages" data={choices} value={show ?? "all"} onChange={choose} />
      }
    >
      {query.isPending && <TableSkeleton label="Messages" rows={3} />}
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && rows.length === 0 && (
        <EmptyState icon={<IconInbox size={20} />} title={show ? `No ${show} messages` : "No messages yet"}>
          {show
            ? "Choose All to see the others."
            : "Send a test request, or paste the URL into the system that sends. What arrives shows up here by itself."}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Messages"
          columns={messageColumns}
          rows={rows}
          nameOf={(row) => row.eventType ?? "message"}
          markedId={message}
        />
      )}
      <Pager after={after} nextToken={query.data?.nextToken} rows={rows.length} />
    </Panel>
  );
}
