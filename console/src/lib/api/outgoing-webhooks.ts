import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";

export interface OutgoingWebhookForm {
  name: string;
  code?: string;
  description: string;
  url: string;
  active?: boolean;
  concurrency: number;
  requestsPerSecond: number | null;
  orderingKey: string | null;
  messageSignature: boolean;
}

export interface SigningKey {
  apiKey: string;
  secret: string;
}

export interface OutgoingWebhook extends Required<OutgoingWebhookForm> {
  id: string;
  /** Since when nothing has been accepted. */
  failingSince: string | null;
  /** The receiver asked for no message before. */
  heldUntil: string | null;
  /** When it was paused because nothing was accepted for days. */
  dtPaused: string | null;
  /** When its receiver answered 410 and it was switched off. */
  dtGone: string | null;
  credentials: { id: string; name: string; apiKey: string; dtLastModified: string } | null;
  version: number;
  dtCreated: string;
}

export type DeliveryStatus = "WAITING" | "DELIVERED" | "FAILED";

export interface Delivery {
  id: string;
  eventId: string | null;
  eventName: string;
  status: DeliveryStatus;
  attempts: number;
  nextAttemptAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
  replayOf: string | null;
  dtCreated: string;
}

export interface Attempt {
  number: number;
  dtStarted: string;
  durationMs: number;
  status: number | null;
  error: string | null;
  requestHeaders: [string, string][];
  responseHeaders: [string, string][];
  responseBody: string;
  nextAttemptAt: string | null;
}

export interface DeliveryDetails extends Delivery {
  url: string;
  body: string;
  attemptLog: Attempt[];
}

export interface DeliveryFilters {
  status?: string;
  eventName?: string;
  from?: string;
  to?: string;
}

/** In case the live stream is cut off. */
const renewMs = 15_000;
const base = (org: string) => `/organizations/${org}/integrationdestinations/webhooks`;
export const outgoingWebhooksKey = (org: string) => [org, "outgoing-webhooks"] as const;
export const outgoingWebhookKey = (org: string, id: string) => [...outgoingWebhooksKey(org), "one", id] as const;

export const outgoingWebhooksQuery = (
  org: string,
  filters: { q?: string; nextToken?: string; pageSize?: number } = {},
) =>
  queryOptions({
    queryKey: [...outgoingWebhooksKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<OutgoingWebhook>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

/** Renewed while the page can be seen: a receiver's failure shows by itself. */
export const outgoingWebhookQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: outgoingWebhookKey(org, id),
    queryFn: ({ signal }) => request<OutgoingWebhook>("GET", `${base(org)}/${id}`, { signal }),
    refetchInterval: renewMs,
    refetchIntervalInBackground: false,
  });

/** Renewed while the page can be seen. */
export const deliveriesQuery = (org: string, id: string, filters: DeliveryFilters & { nextToken?: string }) =>
  queryOptions({
    queryKey: [...outgoingWebhookKey(org, id), "deliveries", filters],
    queryFn: ({ signal }) =>
      request<Page<Delivery>>("GET", `${base(org)}/${id}/deliveries`, { query: { ...filters, pageSize: 25 }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: filters.nextToken ? false : renewMs,
    refetchIntervalInBackground: false,
  });

export const deliveryQuery = (org: string, webhookId: string, deliveryId: string) =>
  queryOptions({
    queryKey: [...outgoingWebhookKey(org, webhookId), "delivery", deliveryId],
    queryFn: ({ signal }) =>
      request<DeliveryDetails>("GET", `${base(org)}/${webhookId}/deliveries/${deliveryId}`, { signal }),
    refetchInterval: (query) => (query.state.data?.status === "WAITING" ? renewMs : false),
  });

export interface HourCount {
  hour: string;
  delivered: number;
  failed: number;
}

export const deliveryCountsQuery = (org: string, id: string, hours: number) =>
  queryOptions({
    queryKey: [...outgoingWebhookKey(org, id), "counts", hours],
    queryFn: ({ signal }) =>
      request<{ data: HourCount[] }>("GET", `${base(org)}/${id}/deliveries/counts`, { query: { hours }, signal }),
    select: (answer) => answer.data,
    refetchInterval: renewMs,
    refetchIntervalInBackground: false,
  });

export const createOutgoingWebhook = (org: string, form: OutgoingWebhookForm & { credentials: SigningKey }) =>
  request<OutgoingWebhook>("POST", base(org), { body: form });

export const updateOutgoingWebhook = (
  org: string,
  id: string,
  form: Partial<OutgoingWebhookForm> & { credentials?: SigningKey; version: number },
) => request<OutgoingWebhook>("PUT", `${base(org)}/${id}`, { body: form });

export const switchOutgoingWebhook = (org: string, id: string, active: boolean) =>
  request<OutgoingWebhook>("PUT", `${base(org)}/${id}/active`, { body: {}, query: { active } });

export const deleteOutgoingWebhook = (org: string, id: string) =>
  request<OutgoingWebhook>("DELETE", `${base(org)}/${id}`);

export const sendTestEvent = (org: string, id: string) =>
  request<Delivery>("POST", `${base(org)}/${id}/test`, { body: {} });

export const rotateSecret = (org: string, id: string, body: { secret: string; previousSecretValidHours: number }) =>
  request<OutgoingWebhook>("POST", `${base(org)}/${id}/rotate`, { body });

export const replayDelivery = (org: string, deliveryId: string) =>
  request<Delivery>("POST", `/organizations/${org}/deliveries/${deliveryId}/replay`, { body: {} });

export const replayDeliveries = (org: string, id: string, filter: DeliveryFilters) =>
  request<{ replayed: number; more: boolean }>("POST", `${base(org)}/${id}/replay`, { body: filter });
