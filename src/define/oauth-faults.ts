import type { TokenClient } from "./oauth.ts";
import type { CredentialType, SystemDefinition } from "./system.ts";
import { templateFields } from "./template.ts";

/** Token and sign-in addresses are on https, name shown fields only, and what a sign-in keeps has a field. */
export function oauthFaults(system: SystemDefinition, id: string, { authorize, fields }: CredentialType): string[] {
  const isCode = authorize?.scheme === "oauthCode";
  if (!authorize || !("tokenUrl" in authorize)) return [];
  const faults: string[] = [];
  const urls = isCode
    ? [authorize.authorizeUrl, authorize.tokenUrl, authorize.revoke?.url, authorize.issuer, authorize.tenants?.url]
    : [authorize.tokenUrl];
  for (const url of urls.filter((one) => one !== undefined)) {
    if (isCode && !url.startsWith("https://")) faults.push(`an address of ${id} is not whole`);
    for (const name of templateFields(url)) {
      const field = fields[name];
      if (!field || field.secret || field.received || (field.kind === "text" && !field.pattern))
        faults.push(`an address of ${id} names ${name}, which cannot stand there`);
    }
  }
  const shownBy = isCode ? system.credentialTypes[authorize.app]?.fields : fields;
  faults.push(...userNameFaults(id, authorize, shownBy ?? {}));
  if (!isCode) return faults;
  if (authorize.issuerIsSent && !authorize.issuer) faults.push(`${id} says that an issuer is sent, and not which`);
  if (!system.credentialTypes[authorize.app]?.app) faults.push(`${id} names no OAuth app of its system`);
  if (fields.appId?.credentialType !== authorize.app) faults.push(`${id} has no field appId for its OAuth app`);
  for (const name of [...Object.keys(authorize.keep ?? {}), ...(authorize.tenants ? [authorize.tenants.field] : [])]) {
    if (!fields[name]?.received) faults.push(`${id} keeps ${name}, which is no field that a sign-in brings`);
  }
  return faults;
}

/** RFC 7617 section 2: a user name that is sent as it is holds no colon. */
function userNameFaults(id: string, client: TokenClient, fields: CredentialType["fields"]): string[] {
  if ((client.clientAuthentication ?? "basic") !== "basic") return [];
  const names = templateFields(client.clientId ?? "{clientId}");
  const mayHoldColon = (name: string): boolean => new RegExp(fields[name]?.pattern ?? "", "u").test("a:b");
  return names.filter(mayHoldColon).map((name) => `${name} of ${id} is a user name of HTTP Basic and may hold a colon`);
}
