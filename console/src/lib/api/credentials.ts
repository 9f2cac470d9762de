import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { AuditEvent, BrokerAnswer, Credential, Page, TestResult, Usage } from "../types.ts";

export interface CredentialFilters {
  q?: string;
  destination?: string;
  type?: string;
  status?: string;
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

/** Creates, then tests at once; a test that cannot be made leaves the credential untested. */
export async function createCredential(org: string, body: Record<string, unknown>): Promise<Credential> {
  const created = await request<Credential>("POST", base(org), { body });
  const tested = await testCredential(org, created.id).catch(() => undefined);
  if (!tested) return created;
  const { status, verdict, summary, checkedAt } = tested;
  return { ...created, status, statusDetail: { verdict, summary, checkedAt } };
}

export const testCredential = (org: string, id: string) =>
  request<TestResult>("POST", `${base(org)}/${id}/test`, { body: {} });

export const changeCredential = (org: string, id: string, verb: "disable" | "enable" | "restore") =>
  request<Credential>("POST", `${base(org)}/${id}/${verb}`, { body: {} });

export const deleteCredential = (org: string, id: string, force: boolean) =>
  request<Credential>("DELETE", `${base(org)}/${id}`, { query: { force: force || undefined } });

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
