import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { AuditEvent, BrokerAnswer, Credential, Page, TestResult, Usage } from "../types.ts";

export interface CredentialFilters {
  q?: string;
  destination?: string;
  type?: string;
  status?: string;
  verifies?: boolean;
  deleted?: boolean;
  sort?: string;
  nextToken?: string;
  pageSize?: number;
}

const base = (org: string) => `/organizations/${org}/integrationcredentials`;
export const credentialsKey = (org: string) => [org, "credentials"] as const;

export const credentialsQuery = (org: string, filters: CredentialFilters) =>
  queryOptions({
    queryKey: [...credentialsKey(org), "list", filters],
    queryFn: ({ signal }) => request<Page<Credential>>("GET", base(org), { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
  });

export const credentialQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...credentialsKey(org), "one", id],
    queryFn: ({ signal }) => request<Credential>("GET", `${base(org)}/${id}`, { signal }),
  });

export const credentialUsageQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...credentialsKey(org), "usage", id],
    queryFn: ({ signal }) => request<Usage>("GET", `${base(org)}/${id}/usage`, { signal }),
  });

export const credentialAuditQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...credentialsKey(org), "audit", id],
    queryFn: ({ signal }) =>
      request<Page<AuditEvent>>("GET", `${base(org)}/${id}/audit`, { query: { pageSize: 20 }, signal }),
  });

/** Creates, and tests at once: what was checked and what came back stands in `statusDetail`. */
export const createCredential = (org: string, body: Record<string, unknown>) =>
  request<Credential>("POST", base(org), { body, query: { test: true } });

export interface Begun {
  url: string;
  expiresAt: string;
}

/** The address of the vendor's page, for this person and this browser. */
export const beginSignIn = (org: string, id: string) =>
  request<Begun>("POST", `${base(org)}/${id}/signin`, { body: {} });

export const makeConnectLink = (org: string, id: string) =>
  request<Begun>("POST", `${base(org)}/${id}/connectlink`, { body: {} });

/** Connects it to that account, and tests it at once. */
export const chooseAccount = (org: string, id: string, choice: string) =>
  request<Credential>("POST", `${base(org)}/${id}/choice`, { body: { choice }, query: { test: true } });

export const rotateCredential = (org: string, id: string, body: Record<string, unknown>) =>
  request<Credential>("POST", `${base(org)}/${id}/rotate`, { body });

export const testCredential = (org: string, id: string) =>
  request<TestResult>("POST", `${base(org)}/${id}/test`, { body: {} });

export const changeCredential = (org: string, id: string, verb: "disable" | "enable" | "restore") =>
  request<Credential>("POST", `${base(org)}/${id}/${verb}`, { body: {} });

export const deleteCredential = (org: string, id: string, { force = false, endAccess = false } = {}) =>
  request<Credential>("DELETE", `${base(org)}/${id}`, {
    query: { force: force || undefined, endAccess: endAccess || undefined },
  });

export const sendThroughBroker = (org: string, id: string, call: { method: string; path: string }) =>
  request<BrokerAnswer>("POST", `${base(org)}/${id}/request`, { body: call });

/** The newest credentials of each of a system's destinations, up to 100 per destination. */
export const systemCredentialsQuery = (org: string, destinations: string[]) =>
  queryOptions({
    queryKey: [...credentialsKey(org), "of-destinations", destinations],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        destinations.map((destination) =>
          request<Page<Credential>>("GET", base(org), { query: { destination, pageSize: 100 }, signal }),
        ),
      );
      return pages.flatMap((page) => page.data).sort((a, b) => b.dtCreated.localeCompare(a.dtCreated));
    },
  });
