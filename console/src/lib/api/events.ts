import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";

export interface Event {
  id: string;
  eventName: string;
  eventTime: string;
  m3terEvent: { eventData: Record<string, unknown> };
  dtActioned: string | null;
}

export interface EventFilters {
  eventName?: string;
  eventType?: string;
  includeActioned?: string;
  nextToken?: string;
  pageSize?: number;
}

const base = (org: string) => `/organizations/${org}/events`;
export const eventsKey = (org: string) => [org, "events"] as const;

export const eventsQuery = (org: string, filters: EventFilters) =>
  queryOptions({
    queryKey: [...eventsKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<Event>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const eventQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...eventsKey(org), "one", id],
    queryFn: ({ signal }) => request<Event>("GET", `${base(org)}/${id}`, { signal }),
  });

export const eventNamesQuery = (org: string) =>
  queryOptions({
    queryKey: [...eventsKey(org), "names"],
    queryFn: ({ signal }) => request<{ events: string[] }>("GET", `${base(org)}/types`, { signal }),
  });

export const eventFieldsQuery = (org: string, eventName: string) =>
  queryOptions({
    queryKey: [...eventsKey(org), "fields", eventName],
    queryFn: ({ signal }) =>
      request<{ events: Record<string, Record<string, string>> }>("GET", `${base(org)}/fields`, {
        query: { eventName },
        signal,
      }),
  });

export const setActioned = (org: string, id: string, actioned: boolean) =>
  request<Event>("POST", `${base(org)}/${id}/${actioned ? "action" : "unaction"}`, { body: {} });
