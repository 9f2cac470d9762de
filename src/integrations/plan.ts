import type { IntegrationPreset, SystemIntegrations } from "../define/integration.ts";
import type { Registry } from "../define/registry.ts";
import type { ConfigData, IntegrationStep } from "../store/integration-tables.ts";

/** What a configuration does, what it leaves out taken from its preset. */
export interface Plan {
  steps: IntegrationStep[];
  /** Undefined: an entity that is mapped already is left alone. */
  updateSteps: IntegrationStep[] | undefined;
  externalId: string | undefined;
  externalTable: string | undefined;
  accountTable: string | undefined;
}

export function integrationsOf(registry: Registry, destination: string): SystemIntegrations {
  return registry.destination(destination)?.system.integrations ?? { presets: [] };
}

/** The preset that is named, else the first for the type where the configuration has no steps of its own. */
export function presetOf(
  registry: Registry,
  destination: string,
  entityType: string,
  { preset, steps }: ConfigData,
): IntegrationPreset | undefined {
  const { presets } = integrationsOf(registry, destination);
  if (preset !== undefined) return presets.find(({ id }) => id === preset);
  if (steps) return undefined;
  return presets.find((one) => one.entityType.toLowerCase() === entityType.toLowerCase());
}

export function planOf(preset: IntegrationPreset | undefined, data: ConfigData): Plan {
  return {
    steps: data.steps ?? preset?.steps.map(toStep) ?? [],
    updateSteps: preset?.updateSteps?.map(toStep),
    externalId: data.externalId ?? preset?.externalId,
    externalTable: data.externalTable ?? preset?.externalTable,
    accountTable: data.accountTable ?? preset?.accountTable,
  };
}

const toStep = ({ format = "json", ...step }: IntegrationPreset["steps"][number]): IntegrationStep => ({
  ...step,
  format,
});
