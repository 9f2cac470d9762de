import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";

export interface ExternalMappingForm {
  m3terEntity: string;
  m3terId: string;
  externalSystem: string;
  externalTable: string;
  externalId: string;
}

export interface ExternalMapping extends ExternalMappingForm {
  id: string;
  integrationConfigId: string | null;
  version: number;
  dtCreated: string;
}

export interface ExternalMappingFilters {
  externalSystemId?: string;
  /** Ids with commas between them. */
  m3terIds?: string;
  integrationConfigId?: string;
  nextToken?: string;
}

export interface MappingOptions {
  m3terEntities: string[];
  externalSystems: { name: string; tables: string[]; allowCustomExternalTables: boolean }[];
}

const base = (org: string) => `/organizations/${org}/externalmappings`;
const options = (org: string) => `/organizations/${org}/externalmappingconfiguration`;
export const externalMappingsKey = (org: string) => [org, "external-mappings"] as const;

export const externalMappingsQuery = (org: string, filters: ExternalMappingFilters) =>
  queryOptions({
    queryKey: [...externalMappingsKey(org), "list", filters],
    queryFn: ({ signal }) =>
      request<Page<ExternalMapping>>("GET", base(org), { query: { ...filters, pageSize: 50 }, signal }),
    placeholderData: keepPreviousData,
  });

export const mappingOptionsQuery = (org: string) =>
  queryOptions({
    queryKey: [org, "external-mapping-options"],
    queryFn: ({ signal }) => request<MappingOptions>("GET", options(org), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Asked of the external system with the newest credential of the destination. */
export const remoteValuesQuery = (org: string, destination: string, entityType: string, externalTable: string) =>
  queryOptions({
    queryKey: [org, "remote-values", destination, entityType, externalTable],
    queryFn: ({ signal }) =>
      request<{ id: string; name: string }[]>(
        "GET",
        `${options(org)}/values/${encodeURIComponent(destination)}/${encodeURIComponent(entityType)}`,
        { query: { externalTable }, signal },
      ),
    retry: false,
    staleTime: 60_000,
  });

export const createExternalMapping = (org: string, form: ExternalMappingForm) =>
  request<ExternalMapping>("POST", base(org), { body: form });

export const updateExternalMapping = (
  org: string,
  id: string,
  form: ExternalMappingForm & { integrationConfigId: string | null; version: number },
) => request<ExternalMapping>("PUT", `${base(org)}/${id}`, { body: form });

export const deleteExternalMapping = (org: string, id: string) =>
  request<ExternalMapping>("DELETE", `${base(org)}/${id}`);
