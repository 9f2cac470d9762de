import type { Pool } from "pg";

export interface EndpointRow {
  id: string;
  organizationId: string;
  active: boolean;
  credentialId: string | null;
  options: Record<string, unknown>;
}

/** The webhook that a token stands for, of whatever organization. One query by a unique index. */
export async function findEndpoint(pool: Pool, token: string): Promise<EndpointRow | undefined> {
  const { rows } = await pool.query<EndpointRow>({
    name: "find-endpoint",
    text: `select id, organization_id as "organizationId", active, credential_id as "credentialId", options
      from incoming_webhooks where token = $1`,
    values: [token],
  });
  return rows[0];
}
