import { IconPlus, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import type { Column } from "../../components/data-table/column.ts";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { RowLink } from "../../components/data-table/row-link.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchFilter } from "../../components/filters.tsx";
import { LinkButton } from "../../components/links.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusCause } from "../../components/status-cause.tsx";
import { type OutgoingWebhook, outgoingWebhooksQuery } from "../../lib/api/outgoing-webhooks.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { webhookState } from "./webhook-state.ts";

const columns: Column<OutgoingWebhook>[] = [
  {
    id: "name",
    header: "Name",
    phone: "title",
    cell: ({ id, name }) => (
      <RowLink to="/outgoing-webhooks/$webhookId" params={{ webhookId: id }}>
        {name}
      </RowLink>
    ),
  },
  { id: "url", header: "URL", phone: "detail", cell: ({ url }) => placeOf(url) },
  {
    id: "status",
    header: "Status",
    phone: "aside",
    width: "170px",
    cell: (webhook) => {
      const { word, tone, sentence, cause } = webhookState(webhook);
      return <StatusCause word={word} tone={tone} title={sentence} cause={cause} />;
    },
  },
  {
    id: "credential",
    header: "Signs with",
    phone: "none",
    from: "medium",
    cell: ({ credentials }) => credentials?.name ?? "No credential",
  },
  {
    id: "created",
    header: "Created",
    phone: "detail",
    width: "160px",
    cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
  },
];

/** Without what all of them begin with. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return pathname === "/" ? host : host + pathname;
}

export function OutgoingWebhooksPage() {
  const { id: org, access } = useOrganization();
  const { q, after } = useSearch({ from: "/shell/outgoing-webhooks" });
  const navigate = useNavigate({ from: "/outgoing-webhooks" });
  const createdId = useLocation({ select: (location) => location.state.createdId });
  const query = useQuery(outgoingWebhooksQuery(org, { q, nextToken: after }));
  const create = access.manage && (
    <LinkButton to="/outgoing-webhooks/new" leftSection={<IconPlus size={16} />}>
      Create outgoing webhook
    </LinkButton>
  );
  return (
    <Page
      title="Outgoing webhooks"
      lead="Your URLs that notifications are sent to, signed, and sent again until they are accepted."
      actions={create}
    >
      <ListFrame
        label="Outgoing webhooks"
        query={query}
        after={after}
        filtered={Boolean(q)}
        icon={<IconSend size={20} />}
        bar={
          <SearchFilter
            label="Search by name"
            value={q}
            onChange={(next) => void navigate({ search: { q: next }, replace: true })}
          />
        }
        empty={
          <EmptyState icon={<IconSend size={20} />} title="No outgoing webhooks yet" action={create}>
            An outgoing webhook tells one of your systems what happens here. A notification rule says what it hears of.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="Outgoing webhooks"
            columns={columns}
            rows={rows}
            nameOf={(webhook) => webhook.name}
            markedId={createdId}
          />
        )}
      </ListFrame>
    </Page>
  );
}
