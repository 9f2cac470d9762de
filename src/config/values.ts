import { StartError } from "./start-error.ts";

export type Environment = Record<string, string | undefined>;

/** The value without spaces round it; undefined when it is unset or empty. */
export function text(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

export function choice<T extends string>(env: Environment, name: string, allowed: readonly T[], fallback: T): T {
  const value = text(env, name)?.toLowerCase();
  if (value === undefined) return fallback;
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw new StartError(`${name} must be one of ${allowed.join(", ")}.`);
}

export function wholeNumber(
  env: Environment,
  name: string,
  { fallback, min, max }: { fallback: number; min: number; max: number },
): number {
  const value = text(env, name);
  if (value === undefined) return fallback;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= min && number <= max) return number;
  throw new StartError(`${name} must be a whole number from ${min} to ${max}.`);
}

/** An absolute http(s) URL, without a slash at the end. */
export function httpUrl(env: Environment, name: string): string | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new StartError(
      `${name} must be a whole URL that begins with http:// or https://, such as https://credenza.example.com.`,
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new StartError(
      `${name} must not hold a user name, a password, a question mark or a hash sign. Remove that part.`,
    );
  }
  return url.href.replace(/\/+$/, "");
}
