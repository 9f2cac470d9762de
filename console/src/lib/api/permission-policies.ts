import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page, PermissionPolicy, Statement } from "../types.ts";

const base = (org: string) => `/organizations/${org}/permissionpolicies`;
export const policiesKey = (org: string) => [org, "permission-policies"] as const;

export type PrincipalKind = "user" | "serviceuser" | "usergroup";

export const policiesQuery = (org: string, filters: { nextToken?: string; pageSize?: number } = {}) =>
  queryOptions({
    queryKey: [...policiesKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<PermissionPolicy>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const policyQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...policiesKey(org), "one", id],
    queryFn: ({ signal }) => request<PermissionPolicy>("GET", `${base(org)}/${id}`, { signal }),
  });

/** The policies that are attached to a user, a service user or a group. */
export const permissionsOfQuery = (org: string, kind: PrincipalKind, id: string) =>
  queryOptions({
    queryKey: [...policiesKey(org), "of", kind, id],
    queryFn: ({ signal }) =>
      request<{ data: PermissionPolicy[] }>("GET", `/organizations/${org}/${kind}s/${id}/permissions`, { signal }),
    select: (answer) => answer.data,
  });

export interface PolicyForm {
  name: string;
  permissionPolicy: Statement[];
}

export const createPolicy = (org: string, form: PolicyForm) =>
  request<PermissionPolicy>("POST", base(org), { body: form });

export const updatePolicy = (org: string, id: string, form: PolicyForm & { version: number }) =>
  request<PermissionPolicy>("PUT", `${base(org)}/${id}`, { body: form });

export const deletePolicy = (org: string, id: string) => request<PermissionPolicy>("DELETE", `${base(org)}/${id}`);

export const attachPolicy = (org: string, policyId: string, kind: PrincipalKind, principalId: string) =>
  request<object>("POST", `${base(org)}/${policyId}/addto${kind}`, { body: { principalId } });

export const detachPolicy = (org: string, policyId: string, kind: PrincipalKind, principalId: string) =>
  request<object>("POST", `${base(org)}/${policyId}/removefrom${kind}`, { body: { principalId } });
