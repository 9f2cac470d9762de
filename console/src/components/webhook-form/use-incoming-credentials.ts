import { queryOptions, useQuery } from "@tanstack/react-query";
import { credentialsKey, credentialsQuery } from "../../lib/api/credentials.ts";
import { type Catalogue, useCatalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential } from "../../lib/types.ts";

/** Where a credential can be for that verifies webhooks. */
export const incomingDestinations = ({ systems }: Catalogue): string[] => [
  ...new Set(
    systems.flatMap((system) =>
      system.credentialTypes.filter((type) => type.incoming).flatMap((type) => type.destinations),
    ),
  ),
];

/** Credentials that can verify webhooks, newest first, up to 200 per destination. */
export function useIncomingCredentials() {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  const destinations = incomingDestinations(catalogue);
  return useQuery(
    queryOptions({
      queryKey: [...credentialsKey(org), "incoming", destinations],
      enabled: catalogue.systems.length > 0,
      queryFn: async ({ client }): Promise<Credential[]> => {
        const pages = await Promise.all(
          destinations.map((destination) =>
            client.fetchQuery({ ...credentialsQuery(org, { destination, pageSize: 200 }), staleTime: 0 }),
          ),
        );
        return pages.flatMap((page) => page.data).filter((one) => catalogue.type(one.destination, one.type)?.incoming);
      },
    }),
  );
}
