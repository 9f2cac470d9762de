import { Secret } from "../vault/secret.ts";
import { StartError } from "./start-error.ts";
import { type Environment, text } from "./values.ts";

/** What the first boot of an empty database creates; later boots ignore it. */
export interface Bootstrap {
  orgId?: string;
  orgName?: string;
  adminEmail?: string;
  adminPassword?: Secret<string>;
  accessKeyId?: string;
  apiSecret?: Secret<string>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const minPasswordLength = 12;
const minSecretLength = 16;

export function readBootstrap(env: Environment): Bootstrap {
  requirePair(env, "CREDENZA_BOOTSTRAP_ADMIN_EMAIL", "CREDENZA_BOOTSTRAP_ADMIN_PASSWORD");
  requirePair(env, "CREDENZA_BOOTSTRAP_ACCESS_KEY_ID", "CREDENZA_BOOTSTRAP_API_SECRET");
  return {
    orgId: matching(env, "CREDENZA_BOOTSTRAP_ORG_ID", uuid, "a UUID")?.toLowerCase(),
    orgName: matching(env, "CREDENZA_BOOTSTRAP_ORG_NAME", /^.{1,200}$/u, "a name of at most 200 characters"),
    adminEmail: matching(env, "CREDENZA_BOOTSTRAP_ADMIN_EMAIL", /^[^\s@]+@[^\s@]+$/, "an e-mail address"),
    adminPassword: secret(env, "CREDENZA_BOOTSTRAP_ADMIN_PASSWORD", minPasswordLength),
    accessKeyId: matching(
      env,
      "CREDENZA_BOOTSTRAP_ACCESS_KEY_ID",
      /^[A-Za-z0-9_.-]{1,128}$/,
      "at most 128 letters, digits, dots, hyphens and underscores",
    ),
    apiSecret: secret(env, "CREDENZA_BOOTSTRAP_API_SECRET", minSecretLength),
  };
}

function requirePair(env: Environment, first: string, second: string): void {
  const [hasFirst, hasSecond] = [Boolean(env[first]), Boolean(env[second])];
  if (hasFirst === hasSecond) return;
  const [given, missing] = hasFirst ? [first, second] : [second, first];
  throw new StartError(`${given} needs ${missing}. Set both, or neither.`);
}

function matching(env: Environment, name: string, pattern: RegExp, description: string): string | undefined {
  const value = text(env, name);
  if (value === undefined || pattern.test(value)) return value;
  throw new StartError(`${name} must be ${description}.`);
}

function secret(env: Environment, name: string, minLength: number): Secret<string> | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (value.length >= minLength) return new Secret(value);
  throw new StartError(`${name} is too short. Give at least ${minLength} characters.`);
}
