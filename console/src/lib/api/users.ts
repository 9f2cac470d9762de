import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { AuditEvent, Page, User } from "../types.ts";
import { everyPage } from "./every-page.ts";

const base = (org: string) => `/organizations/${org}/users`;
export const usersKey = (org: string) => [org, "users"] as const;

export const usersQuery = (org: string, filters: { nextToken?: string } = {}) =>
  queryOptions({
    queryKey: [...usersKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<User>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const allUsersQuery = (org: string) =>
  queryOptions({
    queryKey: [...usersKey(org), "all"],
    queryFn: ({ signal }) => everyPage<User>(base(org), signal),
  });

export const userQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...usersKey(org), "one", id],
    queryFn: ({ signal }) => request<User>("GET", `${base(org)}/${id}`, { signal }),
  });

export interface UserForm {
  email: string;
  firstName?: string;
  lastName?: string;
  password: string;
}

export const addUser = (org: string, form: UserForm) => request<User>("POST", base(org), { body: form });
export const removeUser = (org: string, id: string) => request<User>("DELETE", `${base(org)}/${id}`);

export const auditQuery = (org: string, filters: { nextToken?: string }) =>
  queryOptions({
    queryKey: [org, "audit", filters],
    queryFn: ({ signal }) =>
      request<Page<AuditEvent>>("GET", `/organizations/${org}/audit`, { query: { ...filters, pageSize: 50 }, signal }),
    placeholderData: keepPreviousData,
  });
