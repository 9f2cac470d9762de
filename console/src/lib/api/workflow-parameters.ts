import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";

export interface Parameter {
  id: string;
  name: string;
  description: string | null;
  secret: boolean;
  value: unknown;
  version: number;
  dtLastModified: string;
}

const parameters = (org: string) => `/organizations/${org}/workflowparameters`;
export const parametersKey = (org: string) => [org, "workflow-parameters"] as const;

export const parametersQuery = (org: string, filters: { nextToken?: string } = {}) =>
  queryOptions({
    queryKey: [...parametersKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<Parameter>>("GET", parameters(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const createParameter = (
  org: string,
  body: { name: string; description?: string; secret: boolean; value: unknown },
) => request<Parameter>("POST", parameters(org), { body });

export const updateParameter = (
  org: string,
  id: string,
  body: { version: number; name?: string; description?: string; value?: unknown },
) => request<Parameter>("PUT", `${parameters(org)}/${id}`, { body });

export const deleteParameter = (org: string, id: string) => request<Parameter>("DELETE", `${parameters(org)}/${id}`);
