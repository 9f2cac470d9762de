import type { CredentialTypeEntry } from "../../define/registry.ts";
import { invalidField } from "../../errors.ts";
import { findCredential } from "../../store/credentials.ts";
import type { Tx } from "../../store/db.ts";

/** The OAuth app that a credential names must be one of the organization, and of the type that its system declares. */
export async function requireApp(tx: Tx, type: CredentialTypeEntry, appId: string | undefined): Promise<void> {
  if (appId === undefined || type.authorize?.scheme !== "oauthCode") return;
  const app = await findCredential(tx, appId);
  if (app && !app.dt_deleted && app.type === type.authorize.app) return;
  throw invalidField("appId", "Choose an OAuth app of this system. Create one first when there is none.");
}
