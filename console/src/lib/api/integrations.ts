import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";

export interface MappingStep {
  method: "POST" | "PUT" | "PATCH";
  path: string;
  format: "json" | "form";
  /** JSONata; its value is the body. */
  mapping?: string;
}

export interface AccountFilter {
  allow?: string[];
  deny?: string[];
  expression?: string;
}

/** What is left out comes from the preset, or from the organization's settings. */
export interface ConfigData {
  preset?: string;
  events?: string[];
  steps?: MappingStep[];
  externalId?: string;
  externalTable?: string;
  accountTable?: string;
  accountFilter?: AccountFilter;
  maxFailures?: number;
  notify?: string[];
}

export interface IntegrationForm {
  name: string;
  entityType: string;
  destination: string;
  destinationId: string | null;
  configData: ConfigData;
  integrationCredentialsId: string | null;
}

export interface Integration extends IntegrationForm {
  id: string;
  authorized: boolean;
  enabled: boolean;
  consecutiveFailures: number;
  dtDisabled: string | null;
  disabledReason: string | null;
  version: number;
  dtCreated: string;
  dtLastModified: string;
}

export interface Preset {
  id: string;
  name: string;
  entityType: string;
  systemId: string;
  destinations: string[];
  externalTable: string;
  accountTable: string | null;
  /** Null: every type of the system. */
  credentialTypes: string[] | null;
  steps: MappingStep[];
  updateSteps: MappingStep[];
  externalId: string;
  sample: Record<string, unknown>;
}

export interface IntegrationSettings {
  maxFailures: number;
  notify: string[];
  version: number;
}

export interface PreparedCall {
  method: string;
  path: string;
  format: "json" | "form";
  body?: unknown;
}

export interface MappingPreview {
  success: boolean;
  requests: PreparedCall[];
  errorMessage: string | null;
  /** What the mappings read. */
  input: Record<string, unknown>;
}

const base = (org: string) => `/organizations/${org}/integrationconfigs`;
export const integrationsKey = (org: string) => [org, "integrations"] as const;
const settingsKey = (org: string) => [...integrationsKey(org), "settings"] as const;

export const integrationsQuery = (org: string, filters: { destination?: string; pageSize?: number } = {}) =>
  queryOptions({
    queryKey: [...integrationsKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<Integration>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

/** The newest configurations of each of a system's destinations, up to 100 per destination. */
export const systemIntegrationsQuery = (org: string, destinations: string[]) =>
  queryOptions({
    queryKey: [...integrationsKey(org), "of-destinations", destinations],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        destinations.map((destination) =>
          request<Page<Integration>>("GET", base(org), { query: { destination, pageSize: 100 }, signal }),
        ),
      );
      return pages.flatMap((page) => page.data).sort((a, b) => b.dtCreated.localeCompare(a.dtCreated));
    },
  });

export const integrationQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...integrationsKey(org), "one", id],
    queryFn: ({ signal }) => request<Integration>("GET", `${base(org)}/${id}`, { signal }),
  });

export const presetsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "integration-presets"],
    queryFn: ({ signal }) => request<{ data: Preset[] }>("GET", `${base(org)}/presets`, { signal }),
    select: (answer) => answer.data,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const integrationSettingsQuery = (org: string) =>
  queryOptions({
    queryKey: settingsKey(org),
    queryFn: ({ signal }) => request<IntegrationSettings>("GET", `${base(org)}/settings`, { signal }),
  });

export const saveIntegrationSettings = (org: string, settings: IntegrationSettings) =>
  request<IntegrationSettings>("PUT", `${base(org)}/settings`, { body: settings });

export const createIntegration = (org: string, form: IntegrationForm) =>
  request<Integration>("POST", base(org), { body: form });

export const updateIntegration = (org: string, id: string, form: IntegrationForm & { version: number }) =>
  request<Integration>("PUT", `${base(org)}/${id}`, { body: form });

export const switchIntegration = (org: string, id: string, enabled: boolean) =>
  request<Integration>("POST", `${base(org)}/${id}/${enabled ? "enable" : "disable"}`, { body: {} });

export const deleteIntegration = (org: string, id: string) => request<Integration>("DELETE", `${base(org)}/${id}`);

/** What the mappings make of an entity; nothing is sent. */
export const previewMapping = (
  org: string,
  body: Pick<IntegrationForm, "destination" | "entityType" | "configData"> & { entity?: unknown },
) => request<MappingPreview>("POST", `${base(org)}/preview`, { body });
