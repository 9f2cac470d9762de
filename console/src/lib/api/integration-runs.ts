import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";

export type IntegrationRunStatus =
  | "WAITING"
  | "STARTED"
  | "COMPLETE"
  | "ERROR"
  | "AWAITING_RETRY"
  | "RATE_LIMIT_RETRY"
  | "AUTH_FAILED"
  | "ACCOUNTING_PERIOD_CLOSED"
  | "INVOICE_ALREADY_PAID"
  | "DISABLED"
  | "TIMEOUT_LIMIT_EXCEEDED";

export interface IntegrationRun {
  id: string;
  entityType: string;
  entityId: string;
  status: IntegrationRunStatus;
  destination: string;
  destinationId: string | null;
  error: string | null;
  /** Where the thing stands in the external system. */
  url: string | null;
  externalId: string | null;
  parentIntegrationRunId: string | null;
  integrationConfigId: string | null;
  eventId: string | null;
  attempts: number;
  dtStarted: string | null;
  dtCompleted: string | null;
  dtNextAttempt: string | null;
  dtCreated: string;
}

/** One call with its answer, without secrets. */
export interface LoggedCall {
  attempt: number;
  dtStarted: string;
  durationMs: number;
  request: { method: string; path: string; headers: Record<string, string>; body: unknown } | null;
  response: { status: number; headers: Record<string, unknown>; body: string } | null;
  error: string | null;
}

export interface IntegrationRunFilters {
  configId?: string;
  destination?: string;
  entityType?: string;
  status?: string;
  startDate?: string;
  endDate?: string;
  nextToken?: string;
}

const activeMs = 1_000;
/** In case the live stream is cut off. */
const idleMs = 15_000;
const base = (org: string) => `/organizations/${org}/integrationruns`;
export const integrationRunsKey = (org: string) => [org, "integration-runs"] as const;

export const isUnderWay = ({ status }: Pick<IntegrationRun, "status">): boolean =>
  status === "WAITING" || status === "STARTED";

/** Renewed while the page can be seen. */
export const integrationRunsQuery = (org: string, filters: IntegrationRunFilters) =>
  queryOptions({
    queryKey: [...integrationRunsKey(org), "list", filters],
    queryFn: ({ signal }) =>
      request<Page<IntegrationRun>>("GET", base(org), { query: { ...filters, pageSize: 25 }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: filters.nextToken ? false : idleMs,
    refetchIntervalInBackground: false,
  });

/** Renewed each second while it is under way. */
export const integrationRunQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...integrationRunsKey(org), "one", id],
    queryFn: ({ signal }) => request<IntegrationRun>("GET", `${base(org)}/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? activeMs : idleMs),
    refetchIntervalInBackground: false,
  });

/** `seen` changes with every attempt, so that the log follows the run. */
export const integrationRunLogQuery = (org: string, id: string, seen: string) =>
  queryOptions({
    queryKey: [...integrationRunsKey(org), "log", id, seen],
    queryFn: async ({ signal }) => {
      const { Payload } = await request<{ Payload: string }>("GET", `${base(org)}/logs/${id}`, { signal });
      const bytes = Uint8Array.from(atob(Payload), (character) => character.charCodeAt(0));
      return JSON.parse(new TextDecoder().decode(bytes)) as LoggedCall[];
    },
    placeholderData: keepPreviousData,
  });

export const replayIntegrationRun = (org: string, id: string) =>
  request<IntegrationRun>("POST", `${base(org)}/${id}/replay`, { body: {} });
