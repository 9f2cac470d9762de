import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";

export interface EventTypeForm {
  eventName: string;
  description: string;
  schema: Record<string, unknown>;
}

export interface EventType extends EventTypeForm {
  id: string;
  fields: Record<string, string>;
  version: number;
  dtCreated: string;
  dtLastModified: string;
}

const base = (org: string) => `/organizations/${org}/eventtypes`;
export const eventTypesKey = (org: string) => [org, "event-types"] as const;

export const eventTypesQuery = (org: string, filters: { nextToken?: string } = {}) =>
  queryOptions({
    queryKey: [...eventTypesKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<EventType>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const eventTypeQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...eventTypesKey(org), "one", id],
    queryFn: ({ signal }) => request<EventType>("GET", `${base(org)}/${id}`, { signal }),
  });

export const createEventType = (org: string, form: EventTypeForm) =>
  request<EventType>("POST", base(org), { body: form });

export const updateEventType = (
  org: string,
  id: string,
  change: { version: number; description: string; schema: Record<string, unknown> },
) => request<EventType>("PUT", `${base(org)}/${id}`, { body: change });

export const deleteEventType = (org: string, id: string) => request<EventType>("DELETE", `${base(org)}/${id}`);
