import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Page } from "../types.ts";
import type { Run, RunSummary } from "./workflow-shapes.ts";

const activeMs = 1_000;
/** In case the live stream is cut off. */
const idleMs = 15_000;
const runs = (org: string) => `/organizations/${org}/workflowruns`;

export const runsKey = (org: string) => [org, "workflow-runs"] as const;

export const isActive = ({ status }: Pick<RunSummary, "status">): boolean =>
  status === "QUEUED" || status === "RUNNING" || status === "WAITING";

export interface RunFilters {
  workflowId?: string;
  status?: string;
  triggerType?: string;
  test?: string;
  nextToken?: string;
}

/** Renewed while the page can be seen. */
export const runsQuery = (org: string, filters: RunFilters) =>
  queryOptions({
    queryKey: [...runsKey(org), "list", filters],
    queryFn: ({ signal }) =>
      request<Page<RunSummary>>("GET", runs(org), { query: { ...filters, pageSize: 25 }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: filters.nextToken ? false : idleMs,
    refetchIntervalInBackground: false,
  });

/** Renewed each second until it is over. */
export const runQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...runsKey(org), "one", id],
    queryFn: ({ signal }) => request<Run>("GET", `${runs(org)}/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isActive(state.data) ? activeMs : false),
  });

/** The newest run of a workflow with its steps; null before there is one. */
export const newestRunQuery = (org: string, workflowId: string) =>
  queryOptions({
    queryKey: [...runsKey(org), "newest", workflowId],
    queryFn: async ({ signal }) => {
      const query = { workflowId, pageSize: 1 };
      const [newest] = (await request<Page<RunSummary>>("GET", runs(org), { query, signal })).data;
      return newest ? request<Run>("GET", `${runs(org)}/${newest.id}`, { signal }) : null;
    },
  });

export const retryRun = (org: string, id: string, use: "same" | "published" | "draft") =>
  request<Run>("POST", `${runs(org)}/${id}/retry`, { body: { use } });

export const cancelRun = (org: string, id: string) => request<Run>("POST", `${runs(org)}/${id}/cancel`, { body: {} });
