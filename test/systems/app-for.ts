import type { TestCredenza } from "../harness.ts";

interface AppField {
  credentialType?: string;
}

/** The fields of a credential, with an OAuth app of the organization's own where the type names one. */
export async function withApp(
  credenza: TestCredenza,
  destination: string,
  fields: Record<string, AppField>,
  values: Record<string, string>,
): Promise<Record<string, string>> {
  const type = fields.appId?.credentialType;
  if (type === undefined) return values;
  const app = { clientId: "client-id-example", clientSecret: "client-secret-example" };
  const body = { name: "App", destination, type, ...app };
  const answer = await credenza.api("POST", "integrationcredentials", { body });
  return { ...values, appId: answer.body.id };
}
