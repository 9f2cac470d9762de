import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { SearchFilter, SelectFilter } from "../../components/filters.tsx";
import { LinkButton } from "../../components/links.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { webhooksQuery } from "../../lib/api/incoming-webhooks.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { oneOf } from "../../lib/search.ts";
import { webhookColumns } from "./webhook-columns.tsx";

const activeOptions = [
  { value: "true", label: "Active" },
  { value: "false", label: "Inactive" },
];

export function WebhooksPage() {
  const { id: org, access } = useOrganization();
  const catalogue = useCatalogue(org);
  const { q, active, after } = useSearch({ from: "/shell/incoming-webhooks" });
  const navigate = useNavigate({ from: "/incoming-webhooks" });
  const createdId = useLocation({ select: (location) => location.state.createdId });
  const query = useQuery(webhooksQuery(org, { q, active, nextToken: after }));
  const create = access.manage && (
    <LinkButton to="/incoming-webhooks/new" leftSection={<IconPlus size={16} />}>
      Create incoming webhook
    </LinkButton>
  );
  const bar = (
    <>
      <SearchFilter
        label="Search by name"
        value={q}
        onChange={(next) => void navigate({ search: (old) => ({ ...old, q: next, after: undefined }), replace: true })}
      />
      <SelectFilter
        label="Active"
        value={active}
        options={activeOptions}
        onChange={(next) =>
          void navigate({
            search: (old) => ({ ...old, active: oneOf(next, ["true", "false"]), after: undefined }),
          })
        }
      />
    </>
  );
  return (
    <Page
      title="Incoming webhooks"
      lead="Addresses that other systems send to. Each request is checked with a credential before it counts."
      actions={create}
    >
      <ListFrame
        label="Incoming webhooks"
        query={query}
        after={after}
        filtered={Boolean(q || active)}
        bar={bar}
        icon={<IconWebhook size={20} />}
        empty={
          <EmptyState icon={<IconWebhook size={20} />} title="No incoming webhooks yet" action={create}>
            An incoming webhook is a URL that you give to another system. What it sends is verified, kept, and shown
            here with a verdict.
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label="Incoming webhooks"
            columns={webhookColumns(catalogue)}
            rows={rows}
            nameOf={(webhook) => webhook.name}
            markedId={createdId}
          />
        )}
      </ListFrame>
    </Page>
  );
}
