import { Button, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustments } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { SelectFilter } from "../../../components/filters.tsx";
import { Page } from "../../../components/page.tsx";
import { integrationsQuery } from "../../../lib/api/integrations.ts";
import { useCatalogue } from "../../../lib/api/systems.ts";
import { integrationRunOptions } from "../../../lib/integration-words.ts";
import { useOrganization } from "../../../lib/organization.tsx";
import classes from "../integrations.module.css";
import { IntegrationRunsTable } from "./runs-table.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";

export function IntegrationRunsPage() {
  const { id: org, access } = useOrganization();
  const [opened, dialog] = useDisclosure(false);
  const { configuration, status, destination, from, to, after } = useSearch({ from: "/shell/integration-runs" });
  const navigate = useNavigate({ from: "/integration-runs" });
  const catalogue = useCatalogue(org);
  const integrations = useQuery(integrationsQuery(org, { pageSize: 200 })).data?.data ?? [];
  const used = [...new Set(integrations.map((one) => one.destination))];
  const choose = (next: {
    configuration?: string;
    status?: string;
    destination?: string;
    from?: string;
    to?: string;
  }) => void navigate({ search: { configuration, status, destination, from, to, ...next } });
  return (
    <Page
      title="Integration runs"
      lead="What was sent to your external systems, and what became of it."
      actions={
        access.manage && (
          <Button variant="default" leftSection={<IconAdjustments size={16} />} onClick={dialog.open}>
            When runs fail
          </Button>
        )
      }
    >
      <IntegrationRunsTable
        filters={{
          ...{ configId: configuration, status, destination, nextToken: after },
          startDate: from && new Date(`${from}T00:00:00`).toISOString(),
          endDate: to && new Date(`${to}T23:59:59.999`).toISOString(),
        }}
        filtered={Boolean(configuration || status || destination || from || to)}
        bar={
          <>
            <SelectFilter
              label="Configuration"
              value={configuration}
              options={integrations.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(next) => choose({ configuration: next })}
            />
            <SelectFilter
              label="Destination"
              value={destination}
              options={used.map((id) => ({ value: id, label: catalogue.destinationName(id) }))}
              onChange={(next) => choose({ destination: next })}
            />
            <SelectFilter
              label="Status"
              value={status}
              options={integrationRunOptions}
              onChange={(next) => choose({ status: next })}
            />
            <DayFilter label="From" value={from} onChange={(next) => choose({ from: next })} />
            <DayFilter label="To" value={to} onChange={(next) => choose({ to: next })} />
          </>
        }
      />
      <SettingsDialog opened={opened} onClose={dialog.close} />
    </Page>
  );
}

interface DayFilterProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function DayFilter({ label, value, onChange }: DayFilterProps) {
  return (
    <TextInput
      type="date"
      size="xs"
      aria-label={label}
      leftSection={
        <span className={classes.edge} aria-hidden="true">
          {label}
        </span>
      }
      leftSectionWidth={44}
      value={value ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
