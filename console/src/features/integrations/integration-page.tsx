import { Alert, Switch } from "@mantine/core";
import { IconAlertTriangle, IconPencil } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { CopyId } from "../../components/copy.tsx";
import { DeletePanel } from "../../components/delete-panel.tsx";
import { DestinationName } from "../../components/destination-name.tsx";
import { ErrorPage } from "../../components/error-state.tsx";
import { Facts } from "../../components/facts.tsx";
import { LinkButton } from "../../components/links.tsx";
import { Mark } from "../../components/mark.tsx";
import { notify, notifyProblem } from "../../components/notice.ts";
import { Page, PageSkeleton } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StatusDot } from "../../components/status-dot.tsx";
import { CredentialLink, WebhookLink } from "../../components/thing-links.tsx";
import {
  deleteIntegration,
  type Integration,
  integrationQuery,
  integrationsKey,
  presetsQuery,
  switchIntegration,
} from "../../lib/api/integrations.ts";
import { useCatalogue } from "../../lib/api/systems.ts";
import { integrationState } from "../../lib/integration-words.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { count } from "../../lib/words.ts";
import { IntegrationRunsTable } from "./runs/runs-table.tsx";

export function IntegrationPage() {
  const { id: org } = useOrganization();
  const { integrationId } = useParams({ from: "/shell/integrations/$integrationId" });
  const query = useQuery(integrationQuery(org, integrationId));
  if (query.isPending) return <PageSkeleton title="Configuration" panels={2} />;
  if (!query.data) return <ErrorPage error={query.error} onRetry={() => void query.refetch()} />;
  return <IntegrationDetails key={integrationId} integration={query.data} />;
}

function IntegrationDetails({ integration }: { integration: Integration }) {
  const { id: org, access } = useOrganization();
  const { tone, sentence } = integrationState(integration);
  const system = useCatalogue(org).systemOf(integration.destination);
  return (
    <Page
      title={integration.name}
      parent={{ label: "All systems", to: "/systems" }}
      mark={<Mark system={system} size={40} />}
      width="detail"
      lead={<StatusDot tone={tone}>{sentence}</StatusDot>}
      actions={
        access.manage && (
          <>
            <EnabledSwitch integration={integration} />
            <LinkButton
              to="/integrations/$integrationId/edit"
              params={{ integrationId: integration.id }}
              variant="default"
              leftSection={<IconPencil size={16} />}
            >
              Edit
            </LinkButton>
          </>
        )
      }
    >
      {!integration.enabled && tone === "bad" && (
        <Alert
          variant="default"
          icon={<IconAlertTriangle size={16} color="var(--bad)" />}
          title="Disabled after repeated failure"
        >
          Open the latest run to see what came back, mend it, switch the configuration on, and replay what failed.
        </Alert>
      )}
      <IntegrationFacts integration={integration} />
      <Panel title="Runs" flush>
        <IntegrationRunsTable filters={{ configId: integration.id }} leaveOut={["destination"]} inPanel />
      </Panel>
      {access.manage && (
        <DeletePanel
          what="configuration"
          name={integration.name}
          hint="Events start no runs of it any more. Its runs and mappings stay."
          list="/systems"
          listKey={integrationsKey(org)}
          remove={() => deleteIntegration(org, integration.id)}
        >
          {system?.name ?? integration.destination} gets nothing more from it, and runs that wait end. The credential,
          past runs and external mappings stay. This cannot be undone.
        </DeletePanel>
      )}
    </Page>
  );
}

function EnabledSwitch({ integration }: { integration: Integration }) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => switchIntegration(org, integration.id, enabled),
    onSuccess: (saved) => {
      notify({ title: `Configuration ${saved.enabled ? "enabled" : "disabled"}`, message: saved.name });
      void client.invalidateQueries({ queryKey: integrationsKey(org) });
    },
    onError: (error) => notifyProblem("The configuration is unchanged", error),
  });
  return (
    <Switch
      label="Enabled"
      checked={integration.enabled}
      disabled={change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  );
}

function IntegrationFacts({ integration }: { integration: Integration }) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const presets = useQuery(presetsQuery(org)).data;
  const { entityType, destination, destinationId, integrationCredentialsId, configData } = integration;
  const preset = presets
    ?.filter(({ destinations }) => destinations.includes(destination))
    .find((one) => (configData.preset ? one.id === configData.preset : one.entityType === entityType));
  const { allow = [], deny = [], expression } = configData.accountFilter ?? {};
  const filters = [
    allow.length > 0 && `only ${count(allow.length, "account")}`,
    deny.length > 0 && `without ${count(deny.length, "account")}`,
    expression && `where ${expression}`,
  ].filter(Boolean);
  const target =
    destination === "WEBHOOK" && destinationId
      ? {
          label: "Outgoing webhook",
          value: <WebhookLink id={destinationId} />,
        }
      : {
          label: "Credential",
          value: integrationCredentialsId ? <CredentialLink id={integrationCredentialsId} /> : "None: choose one",
        };
  return (
    <Panel title="Details">
      <Facts
        facts={[
          { label: "ID", value: <CopyId id={integration.id} /> },
          { label: "What is sent", value: entityType },
          { label: "Destination", value: <DestinationName catalogue={catalogue} destination={destination} /> },
          target,
          {
            label: "Mapping",
            value: configData.steps
              ? count(configData.steps.length, "call")
              : (preset?.name ?? (presets ? "As it is" : "")),
          },
          { label: "Accounts", value: filters.length > 0 ? filters.join(", ") : "All" },
          { label: "Events", value: configData.events?.join(", ") ?? "All but deletions" },
          { label: "Failed in a row", value: integration.consecutiveFailures.toLocaleString() },
          { label: "Created", value: <RelativeTime time={integration.dtCreated} /> },
        ]}
      />
    </Panel>
  );
}
