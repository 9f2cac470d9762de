import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";

export interface RuleForm {
  name: string;
  description: string;
  code: string;
  eventName: string;
  calculation: string;
  active: boolean;
  alwaysFireEvent: boolean;
  webhookIds: string[];
  workflowIds: string[];
}

export interface NotificationRule extends RuleForm {
  id: string;
  version: number;
  dtCreated: string;
  dtLastModified: string;
}

export interface Trial {
  success: boolean;
  result?: boolean;
  errorMessage?: string;
}

const base = (org: string) => `/organizations/${org}/notifications/configurations`;
export const rulesKey = (org: string) => [org, "notification-rules"] as const;

export const rulesQuery = (org: string, filters: { nextToken?: string; pageSize?: number }) =>
  queryOptions({
    queryKey: [...rulesKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<NotificationRule>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const ruleQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...rulesKey(org), "one", id],
    queryFn: ({ signal }) => request<NotificationRule>("GET", `${base(org)}/${id}`, { signal }),
  });

export const createRule = (org: string, form: RuleForm) => request<NotificationRule>("POST", base(org), { body: form });

export const updateRule = (org: string, id: string, form: Partial<RuleForm> & { version: number }) =>
  request<NotificationRule>("PUT", `${base(org)}/${id}`, { body: form });

export const deleteRule = (org: string, id: string) => request<NotificationRule>("DELETE", `${base(org)}/${id}`);

export const tryCalculation = (org: string, body: { calculation: string; eventId?: string }) =>
  request<Trial>("POST", `/organizations/${org}/notifications/evaluate`, { body });
