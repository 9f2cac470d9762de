import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { DataKey, DataKeys } from "../types.ts";

const base = (org: string) => `/organizations/${org}/datakeys`;
export const dataKeysKey = (org: string) => [org, "data-keys"] as const;

const whileWorkingMs = 2_000;
const isWorking = (keys: DataKeys | undefined) => keys?.data.some(({ status }) => status === "RETIRING") ?? false;

/** Read again and again only while values are sealed anew. */
export const dataKeysQuery = (org: string, filters: { nextToken?: string }) =>
  queryOptions({
    queryKey: [...dataKeysKey(org), filters],
    queryFn: ({ signal }) => request<DataKeys>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => isWorking(state.data) && whileWorkingMs,
  });

export const makeDataKey = (org: string) => request<DataKey>("POST", base(org), { body: {} });
