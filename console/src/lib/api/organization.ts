import { queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { OrganizationDetails } from "../types.ts";

const base = (org: string) => `/organizations/${org}`;
export const organizationKey = (org: string) => [org, "organization"] as const;

export const organizationQuery = (org: string) =>
  queryOptions({
    queryKey: organizationKey(org),
    queryFn: ({ signal }) => request<OrganizationDetails>("GET", base(org), { signal }),
  });

export const renameOrganization = ({ id, version }: OrganizationDetails, name: string) =>
  request<OrganizationDetails>("PUT", base(id), { body: { name, version } });
