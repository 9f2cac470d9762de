import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page, User, UserGroup } from "../types.ts";
import { everyPage } from "./every-page.ts";

const base = (org: string) => `/organizations/${org}/usergroups`;
export const userGroupsKey = (org: string) => [org, "user-groups"] as const;

export const userGroupsQuery = (org: string, filters: { nextToken?: string } = {}) =>
  queryOptions({
    queryKey: [...userGroupsKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<UserGroup>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const allUserGroupsQuery = (org: string) =>
  queryOptions({
    queryKey: [...userGroupsKey(org), "all"],
    queryFn: ({ signal }) => everyPage<UserGroup>(base(org), signal),
  });

export const userGroupQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...userGroupsKey(org), "one", id],
    queryFn: ({ signal }) => request<UserGroup>("GET", `${base(org)}/${id}`, { signal }),
  });

export const groupUsersQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...userGroupsKey(org), "users", id],
    queryFn: ({ signal }) => everyPage<User>(`${base(org)}/${id}/users`, signal),
  });

export const groupsOfUserQuery = (org: string, userId: string) =>
  queryOptions({
    queryKey: [...userGroupsKey(org), "of", userId],
    queryFn: ({ signal }) => everyPage<UserGroup>(`/organizations/${org}/users/${userId}/usergroups`, signal),
  });

export const createUserGroup = (org: string, name: string) => request<UserGroup>("POST", base(org), { body: { name } });

export const renameUserGroup = (org: string, { id, version }: UserGroup, name: string) =>
  request<UserGroup>("PUT", `${base(org)}/${id}`, { body: { name, version } });

export const deleteUserGroup = (org: string, id: string) => request<UserGroup>("DELETE", `${base(org)}/${id}`);

export const addToGroup = (org: string, id: string, userId: string) =>
  request<object>("PUT", `${base(org)}/${id}/users/${userId}`);

export const removeFromGroup = (org: string, id: string, userId: string) =>
  request<object>("DELETE", `${base(org)}/${id}/users/${userId}`);
