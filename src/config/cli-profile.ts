import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { StartError } from "./start-error.ts";
import { type Environment, httpUrl, text } from "./values.ts";

/** Where the command line sends its requests, and as whom. */
export interface Profile {
  url: string;
  organizationId: string;
  accessKeyId: string;
  apiSecret: string;
}

const variables = {
  url: "CREDENZA_URL",
  organizationId: "CREDENZA_ORGANIZATION_ID",
  accessKeyId: "CREDENZA_ACCESS_KEY_ID",
  apiSecret: "CREDENZA_API_SECRET",
} as const;

export const profileFile = (env: Environment): string =>
  join(text(env, "XDG_CONFIG_HOME") ?? join(homedir(), ".config"), "credenza", "profile.json");

/** Each variable stands before what `credenza login` kept. Throws StartError naming what is missing. */
export function loadProfile(env: Environment): Profile {
  httpUrl(env, variables.url);
  const kept = readKept(profileFile(env));
  const entries = Object.entries(variables).map(([name, variable]) => [name, text(env, variable) ?? kept[name]]);
  const missing = entries.filter(([, value]) => !value).map(([name]) => variables[name as keyof Profile]);
  if (missing.length === 0) return Object.fromEntries(entries) as unknown as Profile;
  throw new StartError(`Run "credenza login" first, or set ${missing.join(", ")}.`);
}

/** Only its owner may read the file: it holds an API secret. */
export function keepProfile(env: Environment, profile: Profile): string {
  const file = profileFile(env);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return file;
}

export const forgetProfile = (env: Environment): void => rmSync(profileFile(env), { force: true });

function readKept(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}

export const cliEnvironment = (): Environment => process.env;
