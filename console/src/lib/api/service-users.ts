import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { AccessKey, NewAccessKey, Page, ServiceUser } from "../types.ts";

const base = (org: string) => `/organizations/${org}/serviceusers`;
export const serviceUsersKey = (org: string) => [org, "service-users"] as const;

export const serviceUsersQuery = (org: string, filters: { nextToken?: string } = {}) =>
  queryOptions({
    queryKey: [...serviceUsersKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<ServiceUser>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const serviceUserQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...serviceUsersKey(org), "one", id],
    queryFn: ({ signal }) => request<ServiceUser>("GET", `${base(org)}/${id}`, { signal }),
  });

export const accessKeysQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...serviceUsersKey(org), "keys", id],
    queryFn: ({ signal }) => request<{ data: AccessKey[] }>("GET", `${base(org)}/${id}/credentials`, { signal }),
    select: (answer) => answer.data,
  });

export const createServiceUser = (org: string, name: string) =>
  request<ServiceUser>("POST", base(org), { body: { name } });

export const renameServiceUser = (org: string, user: ServiceUser, name: string) =>
  request<ServiceUser>("PUT", `${base(org)}/${user.id}`, { body: { name, version: user.version } });

export const deleteServiceUser = (org: string, id: string) => request<ServiceUser>("DELETE", `${base(org)}/${id}`);

export const createAccessKey = (org: string, id: string) =>
  request<NewAccessKey>("POST", `${base(org)}/${id}/credentials`, { body: {} });

export const changeAccessKey = (org: string, id: string, keyId: string, verb: "activate" | "deactivate") =>
  request<AccessKey>("POST", `${base(org)}/${id}/credentials/${keyId}/${verb}`, { body: {} });

export const deleteAccessKey = (org: string, id: string, keyId: string) =>
  request<AccessKey>("DELETE", `${base(org)}/${id}/credentials/${keyId}`);
