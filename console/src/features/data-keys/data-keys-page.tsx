import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { DataTable } from "../../components/data-table/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ListFrame } from "../../components/list-frame.tsx";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { dataKeysQuery } from "../../lib/api/data-keys.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { dataKeyColumns } from "./data-key-columns.tsx";
import { NewDataKey } from "./new-data-key.tsx";
import { RootKeyPanel } from "./root-key-panel.tsx";

export function DataKeysPage() {
  const { id: org, access } = useOrganization();
  const { after } = useSearch({ from: "/shell/settings/keys" });
  const query = useQuery(dataKeysQuery(org, { nextToken: after }));
  const icon = <IconLock size={20} />;
  return (
    <Page
      title="Keys"
      lead="Every secret is sealed with a data key of this organization, and the data keys with one root key."
      actions={access.administer && query.data && <NewDataKey />}
    >
      {query.data && <RootKeyPanel rootKey={query.data.rootKey} />}
      <Panel title="Data keys" flush>
        <ListFrame
          label="Data keys"
          query={query}
          after={after}
          icon={icon}
          inPanel
          empty={
            <EmptyState icon={icon} title="No data key yet">
              The organization gets its first one when it is made.
            </EmptyState>
          }
        >
          {(rows) => (
            <DataTable
              label="Data keys"
              columns={dataKeyColumns}
              rows={rows}
              nameOf={({ generation }) => `Data key ${generation}`}
            />
          )}
        </ListFrame>
      </Panel>
    </Page>
  );
}
