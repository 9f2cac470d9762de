import { createClient } from "../../sdk/client.ts";
import { forgetProfile, keepProfile, type Profile } from "../config/cli-profile.ts";
import type { Environment } from "../config/values.ts";
import { ask } from "./ask.ts";
import { readSecretFlag } from "./flags.ts";

type Flags = Record<string, string | true>;

/** Asks what is not given, tries it, and keeps it in a file that only its owner may read. */
export async function login(env: Environment, flags: Flags): Promise<string> {
  const given = (name: string, label: string, fallback?: string): Promise<string> | string =>
    typeof flags[name] === "string" ? flags[name] : ask({ name, label, fallback });
  const profile: Profile = {
    url: await given("url", "URL of Credenza", "http://127.0.0.1:8080"),
    organizationId: await given("organizationId", "Organization id"),
    accessKeyId: await given("accessKeyId", "Access key id"),
    apiSecret: flags.apiSecret
      ? readSecretFlag("apiSecret", flags.apiSecret)
      : await ask({ name: "apiSecret", label: "API secret", isSecret: true }),
  };
  const me = await createClient(profile).request<{ organization: { name: string } }>("GET", "/users/me");
  return `Signed in to ${me.organization.name}. Kept in ${keepProfile(env, profile)}.\n`;
}

export function logout(env: Environment): string {
  forgetProfile(env);
  return "The access key is forgotten here. Deactivate it in Settings > Service users if nobody else uses it.\n";
}
