import { queryOptions, useQuery } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { CredentialType, Destination, System } from "../types.ts";

export const systemsKey = (org: string) => [org, "systems"] as const;

export const systemsQuery = (org: string) =>
  queryOptions({
    queryKey: systemsKey(org),
    queryFn: ({ signal }) => request<{ data: System[] }>("GET", `/organizations/${org}/systems`, { signal }),
    select: (answer) => answer.data,
    staleTime: 30_000,
  });

export interface Catalogue {
  systems: System[];
  /** The system that has a destination. */
  systemOf(destination: string): System | undefined;
  destination(id: string): Destination | undefined;
  destinationName(id: string): string;
  typesOf(destination: string): CredentialType[];
  type(destination: string, id: string): CredentialType | undefined;
  typeName(destination: string, id: string): string;
}

export function catalogueOf(systems: System[]): Catalogue {
  const bySystem = new Map<string, System>();
  const byDestination = new Map<string, Destination>();
  for (const system of systems) {
    for (const destination of system.destinations) {
      bySystem.set(destination.id, system);
      byDestination.set(destination.id, destination);
    }
  }
  const typesOf = (destination: string) =>
    bySystem.get(destination)?.credentialTypes.filter((type) => type.destinations.includes(destination)) ?? [];
  const type = (destination: string, id: string) => typesOf(destination).find((one) => one.id === id);
  return {
    systems,
    systemOf: (destination) => bySystem.get(destination),
    destination: (id) => byDestination.get(id),
    destinationName: (id) => byDestination.get(id)?.name ?? id,
    typesOf,
    type,
    typeName: (destination, id) => type(destination, id)?.name ?? id,
  };
}

const empty = catalogueOf([]);
const catalogues = new WeakMap<System[], Catalogue>();

/** The systems of an organization with look-ups; empty while they load. */
export function useCatalogue(org: string): Catalogue {
  const { data } = useQuery(systemsQuery(org));
  if (!data) return empty;
  const known = catalogues.get(data);
  if (known) return known;
  const made = catalogueOf(data);
  catalogues.set(data, made);
  return made;
}
