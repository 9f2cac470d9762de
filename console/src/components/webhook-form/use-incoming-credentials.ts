import { queryOptions, useQuery } from "@tanstack/react-query";
import { credentialsKey, credentialsQuery } from "../../lib/api/credentials.ts";
import type { Catalogue } from "../../lib/api/systems.ts";
import { useOrganization } from "../../lib/organization.tsx";
import type { Credential, Page } from "../../lib/types.ts";

/** Where a credential can be for that verifies webhooks. */
export const incomingDestinations = ({ systems }: Catalogue): string[] => [
  ...new Set(
    systems.flatMap((system) =>
      system.credentialTypes.filter((type) => type.incoming).flatMap((type) => type.destinations),
    ),
  ),
];

/** Credentials that can verify webhooks, newest first, up to 1,000. */
export function useIncomingCredentials() {
  const { id: org } = useOrganization();
  return useQuery(
    queryOptions({
      queryKey: [...credentialsKey(org), "verifying"],
      queryFn: async ({ client }): Promise<Credential[]> => {
        const found: Credential[] = [];
        let nextToken: string | null | undefined;
        do {
          const filters = { verifies: true, pageSize: 200, nextToken: nextToken ?? undefined };
          const page: Page<Credential> = await client.fetchQuery({ ...credentialsQuery(org, filters), staleTime: 0 });
          found.push(...page.data);
          nextToken = page.nextToken;
        } while (nextToken && found.length < 1000);
        return found;
      },
    }),
  );
}
