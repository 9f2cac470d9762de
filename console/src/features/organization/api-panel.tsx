import { Tabs } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CodeBlock, CopyLine } from "../../components/copy.tsx";
import { Panel } from "../../components/panel.tsx";
import { tokenCommand } from "../../lib/token-command.ts";
import type { OrganizationDetails } from "../../lib/types.ts";

/** Where programs find this organization, and the first call to make. */
export function ApiPanel({ organization }: { organization: OrganizationDetails }) {
  const { origin } = window.location;
  const base = `${origin}/organizations/${organization.id}`;
  return (
    <Panel
      title="API"
      hint={
        <>
          Everything that you do here, a program can do too. It signs in with the access key of a{" "}
          <Link to="/settings/service-users">service user</Link>.
        </>
      }
    >
      <CopyLine value={base} what="Copy base URL" />
      <Tabs defaultValue="token" mt={16} variant="default">
        <Tabs.List aria-label="Commands">
          <Tabs.Tab value="token">Get a token</Tabs.Tab>
          <Tabs.Tab value="call">First call</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="token" pt={8}>
          <CodeBlock code={tokenCommand(origin, "The access key of a service user")} what="Copy token command" wrap />
        </Tabs.Panel>
        <Tabs.Panel value="call" pt={8}>
          <CodeBlock code={`curl -H "Authorization: Bearer $TOKEN" \\\n  ${base}`} what="Copy curl command" wrap />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
}
