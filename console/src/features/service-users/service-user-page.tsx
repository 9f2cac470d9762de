import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CreatedLead } from "../../components/created-lead.tsx";
import { DeletePanel } from "../../components/delete-panel.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { PoliciesPanel } from "../../components/policies-panel.tsx";
import { RenameButton } from "../../components/rename-button.tsx";
import {
  deleteServiceUser,
  renameServiceUser,
  serviceUserQuery,
  serviceUsersKey,
} from "../../lib/api/service-users.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { ServiceUser } from "../../lib/types.ts";
import { KeysPanel } from "./keys-panel.tsx";

export function ServiceUserPage() {
  const { id: org } = useOrganization();
  const { serviceUserId } = useParams({ from: "/shell/settings/service-users/$serviceUserId" });
  const query = useQuery(serviceUserQuery(org, serviceUserId));
  if (query.isPending) return <PageSkeleton title="Service user" />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <ServiceUserDetails user={query.data} />;
}

function ServiceUserDetails({ user }: { user: ServiceUser }) {
  const { id: org, access } = useOrganization();
  const client = useQueryClient();
  return (
    <Page
      title={user.name}
      parent={{ label: "Service users", to: "/settings/service-users" }}
      width="detail"
      lead={<CreatedLead id={user.id} dtCreated={user.dtCreated} />}
      actions={
        access.administer && (
          <RenameButton
            what="service user"
            name={user.name}
            rename={(name) => renameServiceUser(org, user, name)}
            onRenamed={() => client.invalidateQueries({ queryKey: serviceUsersKey(org) })}
          />
        )
      }
    >
      <KeysPanel user={user} />
      <PoliciesPanel principal={{ kind: "serviceuser", id: user.id, name: user.name }} />
      {access.administer && <EndPanel user={user} />}
    </Page>
  );
}

function EndPanel({ user }: { user: ServiceUser }) {
  const { id: org } = useOrganization();
  return (
    <DeletePanel
      what="service user"
      name={user.name}
      hint="Its access keys and tokens stop working at once."
      list="/settings/service-users"
      listKey={serviceUsersKey(org)}
      remove={() => deleteServiceUser(org, user.id)}
    >
      Its access keys and the tokens made with them stop working at once. The program that uses them gets an error. This
      cannot be undone.
    </DeletePanel>
  );
}
