import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { IncomingWebhook, Message, MessageSummary, Page, Sample, WebhookOptions } from "../types.ts";

/** In case the live stream is cut off. */
const renewMs = 15_000;
const base = (org: string) => `/organizations/${org}/incomingwebhooks`;
export const webhooksKey = (org: string) => [org, "incoming-webhooks"] as const;
export const webhookKey = (org: string, id: string) => [...webhooksKey(org), "one", id] as const;

export interface WebhookForm {
  name: string;
  credentialId: string | null;
  active?: boolean;
  options?: WebhookOptions;
}

export interface WebhookFilters {
  q?: string;
  active?: string;
  nextToken?: string;
  pageSize?: number;
}

export const webhooksQuery = (org: string, filters: WebhookFilters) =>
  queryOptions({
    queryKey: [...webhooksKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<IncomingWebhook>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

/** Renewed while the page can be seen: its counts stand beside messages that are. */
export const webhookQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: webhookKey(org, id),
    queryFn: ({ signal }) => request<IncomingWebhook>("GET", `${base(org)}/${id}`, { signal }),
    refetchInterval: renewMs,
    refetchIntervalInBackground: false,
  });

/** Renewed while the page can be seen. */
export const messagesQuery = (org: string, id: string, filters: { status?: string; nextToken?: string }) =>
  queryOptions({
    queryKey: [...webhookKey(org, id), "messages", filters],
    queryFn: ({ signal }) =>
      request<Page<MessageSummary>>("GET", `${base(org)}/${id}/messages`, {
        query: { ...filters, pageSize: 25 },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: filters.nextToken ? false : renewMs,
    refetchIntervalInBackground: false,
  });

export const messageQuery = (org: string, webhookId: string, messageId: string) =>
  queryOptions({
    queryKey: [...webhookKey(org, webhookId), "message", messageId],
    queryFn: ({ signal }) => request<Message>("GET", `${base(org)}/${webhookId}/messages/${messageId}`, { signal }),
  });

export const createWebhook = (org: string, form: WebhookForm) =>
  request<IncomingWebhook>("POST", base(org), { body: form });

export const updateWebhook = (org: string, id: string, form: WebhookForm & { version: number }) =>
  request<IncomingWebhook>("PUT", `${base(org)}/${id}`, { body: form });

export const deleteWebhook = (org: string, id: string) => request<IncomingWebhook>("DELETE", `${base(org)}/${id}`);

export const replayMessage = (org: string, webhookId: string, messageId: string) =>
  request<Message>("POST", `${base(org)}/${webhookId}/messages/${messageId}/replay`, { body: {} });

export const verifyMessage = (org: string, webhookId: string, messageId: string) =>
  request<{ message: Message }>("POST", `${base(org)}/${webhookId}/messages/${messageId}/verify`, { body: {} });

export const makeSample = (org: string, id: string) =>
  request<Sample>("POST", `${base(org)}/${id}/sample`, { body: {} });

export const sendSample = (org: string, id: string, wrong: boolean) =>
  request<Message>("POST", `${base(org)}/${id}/sample/send`, { body: { wrong } });
