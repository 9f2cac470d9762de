import { Link } from "@tanstack/react-router";
import { Facts } from "../../components/facts.tsx";
import { Panel } from "../../components/panel.tsx";
import type { OrganizationDetails } from "../../lib/types.ts";

/** How much belongs to it, each with the way there. */
export function BelongingPanel({ organization }: { organization: OrganizationDetails }) {
  const { credentials, users, serviceUsers } = organization;
  return (
    <Panel title="What belongs to it">
      <Facts
        facts={[
          { label: "Credentials", value: <Link to="/credentials">{credentials.toLocaleString()}</Link> },
          { label: "Users", value: <Link to="/settings/users">{users.toLocaleString()}</Link> },
          { label: "Service users", value: <Link to="/settings/service-users">{serviceUsers.toLocaleString()}</Link> },
        ]}
      />
    </Panel>
  );
}
